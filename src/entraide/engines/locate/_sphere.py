"""Distances and directions on the globe, in kilometres and degrees."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
EARTH_KM = 6371.0


def unit(lat: npt.ArrayLike, lon: npt.ArrayLike) -> Floats:
    """Points on the unit sphere, one a row."""
    phi, lam = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)


def km_of_chord(chord: npt.ArrayLike) -> Floats:
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.asarray(chord) / 2)))


def km_from(lat: float, lon: float, balls: Floats) -> Floats:
    """From one point to many on the unit sphere."""
    return km_of_chord(np.sqrt(((balls - unit(lat, lon)) ** 2).sum(axis=1)))


def bearing_from(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Direction in degrees clockwise from north in which each of the points lies, seen from one."""
    phi, other, turn = np.radians(lat), np.radians(lats), np.radians(lons - lon)
    east = np.sin(turn) * np.cos(other)
    north = np.cos(phi) * np.sin(other) - np.sin(phi) * np.cos(other) * np.cos(turn)
    return np.asarray(np.degrees(np.arctan2(east, north)) % 360)


def moved(lat: float, lon: float, km: npt.ArrayLike, degrees: npt.ArrayLike) -> tuple[Floats, Floats]:
    """The points at these distances and directions from one; exact enough below a few hundred kilometres."""
    north, east = np.cos(np.radians(degrees)) * km, np.sin(np.radians(degrees)) * km
    lats = np.asarray(lat + north / 111.195)
    return lats, np.asarray(lon + east / (111.195 * np.cos(np.radians(np.minimum(np.abs(lats), 89)))))

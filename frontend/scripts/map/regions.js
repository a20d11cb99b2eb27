// Regions that hold something with a certainty, under the discs.

import { svg } from "./svg.js";

const WIDE = 4; // degrees: a larger region does not decide what is shown first
const KM_PER_DEGREE = 111;

export function drawRegions(scene, regions, projection) {
  for (const { level, rings } of regions) {
    const d = rings.map((ring) => `M${ring.map((point) => projection(point).map((one) => one.toFixed(1)).join(" ")).join("L")}Z`).join("");
    scene.append(svg("path", { class: `map-region map-region-${Math.round(100 * level)}`, d, "fill-rule": "evenodd", "aria-hidden": "true" }));
  }
}

/** The corners of the largest region that is not wide, with the likeliest place; else all places. */
export function toBeSeen(places, regions) {
  const region = regions.map(corners).find(({ low, high }) => high[0] - low[0] < WIDE && high[1] - low[1] < WIDE);
  return region ? [region.low, region.high, ...places.slice(0, 1).flatMap(edges)] : places.flatMap(edges);
}

function corners({ rings }) {
  const [low, high] = [[Infinity, Infinity], [-Infinity, -Infinity]];
  for (const point of rings.flat()) {
    for (const axis of [0, 1]) {
      low[axis] = Math.min(low[axis], point[axis]);
      high[axis] = Math.max(high[axis], point[axis]);
    }
  }
  return { low, high };
}

function edges({ lat, lon, radius_km }) {
  const reach = radius_km / KM_PER_DEGREE;
  return [[lon - reach, lat - reach], [lon + reach, lat + reach]];
}

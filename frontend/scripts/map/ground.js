// Land, borders and the countries' names, in the reader's language.

import { geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { svg } from "./svg.js";

const FONT = 11;

export function drawGround(scene, { topology, labels }, projection, { width, height, language }) {
  const reach = 6; // so many stages around the first view are drawn, the rest of the world is cut off
  const clipped = projection.clipExtent([[-width * reach, -height * reach], [width * (reach + 1), height * (reach + 1)]]);
  const path = geoPath(clipped).digits(1);
  const countries = topology.objects.countries;
  scene.append(
    svg("path", { class: "map-land", d: path(feature(topology, countries)) ?? "" }),
    svg("path", { class: "map-borders", d: path(mesh(topology, countries, (a, b) => a !== b)) ?? "" }),
  );
  projection.clipExtent(null);

  const names = namer(language);
  const places = Object.entries(labels).flatMap(([code, [longitude, latitude, rank]]) => {
    const point = projection([longitude, latitude]);
    return point ? [{ point, rank, element: svg("text", { class: "map-country", x: point[0], y: point[1] }, names(code)) }] : [];
  });
  const group = svg("g", { "aria-hidden": "true" }, ...places.map(({ element }) => element));

  const zoomed = ({ k, x, y }) => {
    const detail = (projection.scale() * k) / 150; // 1: the whole world in a stage of usual width
    const taken = [];
    for (const { point, rank, element } of places.sort((a, b) => a.rank - b.rank)) {
      const [left, top] = [point[0] * k + x, point[1] * k + y];
      const half = element.textContent.length * FONT * 0.3 + 4;
      const box = [left - half, top - FONT, left + half, top + FONT / 2];
      const inside = left > 0 && left < width && top > 0 && top < height;
      const shown = inside && detail > [Infinity, 0.8, 2, 6][rank] && !taken.some((other) => overlap(box, other));
      if (shown) taken.push(box);
      element.setAttribute("display", shown ? "inline" : "none");
      element.setAttribute("transform", `translate(${point[0]} ${point[1]}) scale(${1 / k}) translate(${-point[0]} ${-point[1]})`);
    }
  };
  zoomed({ k: 1, x: 0, y: 0 });
  return { zoomed, names: group };
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function namer(language) {
  try {
    const names = new Intl.DisplayNames([language, "en"], { type: "region", style: "short" });
    return (code) => names.of(code);
  } catch {
    return (code) => code;
  }
}

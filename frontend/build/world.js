// Land, borders and the place of each country's name, from Natural Earth (public domain) by way of world-atlas.
// South-East Asia, where most of the sites lie, keeps its detail; the rest of the world keeps its shape.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid } from "d3-geo";
import countries from "i18n-iso-countries";
import { feature, quantize } from "topojson-client";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const SOURCE = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
const REGION = { west: 91, south: -11, east: 127, north: 29 };
const COARSE = 0.06; // square degrees: a bend smaller than this triangle is straightened
const FINER_IN_REGION = 60;
const GRID = 2e4;
// Names stand on the map for members and observers of the United Nations alone; flows may still begin elsewhere.
const NOT_NAMED = new Set(
  ("AI AQ AS AW AX BL BM CK CW EH FK FO GG GL GS GU HK HM IM IO JE KY MF MO MP MS NC NF NU PF PM PN PR SH SX TC TW " +
    "VG VI WF").split(" "),
);

export function world() {
  const detailed = JSON.parse(readFileSync(SOURCE, "utf8"));
  const labels = labelPlaces(detailed);
  detailed.objects = { countries: detailed.objects.countries };
  for (const country of detailed.objects.countries.geometries) {
    country.id = alpha2(country.id);
    delete country.properties;
    if (!country.id) delete country.id;
  }
  const weighted = presimplify(detailed, weight);
  const light = filter(simplify(weighted, COARSE), filterWeight(weighted, COARSE, (ring) => weightOfRing(ring)));
  const topology = quantize(light, GRID);
  delete topology.bbox;
  return { topology, labels };
}

function weight([a, b, c]) {
  const area = Math.abs((a[0] - c[0]) * (b[1] - a[1]) - (a[0] - b[0]) * (c[1] - a[1])) / 2;
  return inRegion(b) ? area * FINER_IN_REGION : area;
}

function weightOfRing(ring) {
  let area = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) area += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return (Math.abs(area) / 2) * (inRegion(ring[0]) ? FINER_IN_REGION : 1);
}

function inRegion([longitude, latitude]) {
  return longitude > REGION.west && longitude < REGION.east && latitude > REGION.south && latitude < REGION.north;
}

/** ISO code → [longitude, latitude, rank (1: named first, 0: never)]; the name itself comes from the browser, in the reader's language. */
function labelPlaces(topology) {
  const places = {};
  for (const country of feature(topology, topology.objects.countries).features) {
    const code = alpha2(country.id);
    if (!code) continue;
    const [longitude, latitude] = geoCentroid(largestPart(country));
    const share = geoArea(country) / (4 * Math.PI);
    const rank = NOT_NAMED.has(code) ? 0 : share > 0.008 ? 1 : share > 0.0006 ? 2 : 3;
    places[code] = [round(longitude), round(latitude), rank];
  }
  return Object.fromEntries(Object.entries(places).sort());
}

function largestPart({ geometry }) {
  if (geometry.type !== "MultiPolygon") return geometry;
  const parts = geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.reduce((largest, part) => (geoArea(part) > geoArea(largest) ? part : largest));
}

const alpha2 = (numeric) => (numeric ? countries.numericToAlpha2(numeric) : undefined);
const round = (degrees) => Math.round(degrees * 10) / 10;

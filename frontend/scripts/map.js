// <figure data-map="id of a json script"> → a map of discs and flows (SVG; canvas beyond some thousand discs).
//
// Data: {places: [{lat, lon, radius_km, label, about, url, look}], flows: [{from, to, count, label}],
//        regions: [{level, rings}], the larger first, rings of [lon, lat]; with them the map comes close}
// look: "", "late" or "closed". from and to: a country's ISO code or [lat, lon].
// The list beside it is the same for those who do not see it; each entry lights its disc and the other way round.

import { geoMercator } from "d3-geo";
import { client, icon, make, word } from "./client.js";
import { drawDiscs } from "./map/discs.js";
import { drawFlows } from "./map/flows.js";
import { drawGround } from "./map/ground.js";
import { drawRegions, toBeSeen } from "./map/regions.js";
import { svg } from "./map/svg.js";
import { steer } from "./map/steering.js";

const MOST_IN_SVG = 3000;
const CLOSEST = 12; // stage widths to a radian of the equator: some 500 km are seen
const CLOSEST_WITH_REGIONS = 300; // some 20 km

async function start(figure) {
  const stage = figure.querySelector("[data-map-stage]");
  const data = await read(figure.dataset.map);
  const world = await (await fetch(client.urls.world)).json();
  const box = stage.getBoundingClientRect();
  const [width, height] = [box.width, box.height];
  const projection = fitted(data, width, height);

  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": figure.getAttribute("aria-label") ?? word("map") });
  const scene = svg("g");
  root.append(scene);
  const ground = drawGround(scene, world, projection, { width, height, language: client.language });
  drawRegions(scene, data.regions ?? [], projection);
  const flows = drawFlows(scene, data.flows ?? [], world.labels, projection);
  scene.append(ground.names);
  const layers = [
    ground,
    flows,
    drawDiscs(scene, data.places ?? [], projection, { stage, width, height, canvas: (data.places ?? []).length > MOST_IN_SVG }),
  ];
  stage.replaceChildren(root);
  const redraw = (view) => {
    scene.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    for (const layer of layers) layer.zoomed(view);
  };
  const controls = steer(root, stage, { width, height, redraw });
  stage.append(zoomButtons(controls));
  joinList(figure, layers[2]);
}

async function read(source) {
  const element = document.getElementById(source);
  if (element) return JSON.parse(element.textContent);
  const answer = await fetch(source, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`the map's data answered ${answer.status}`);
  return answer.json();
}

/** The places fill the stage; without any, the world does. */
function fitted({ places = [], regions }, width, height) {
  const points = regions ? toBeSeen(places, regions) : places.map(({ lat, lon }) => [lon, lat]);
  const projection = geoMercator();
  if (points.length === 0) {
    return projection.fitExtent([[0, 0], [width, height]], { type: "MultiPoint", coordinates: [[-170, -54], [180, 72]] });
  }
  const middle = regions ? points : core(points);
  const pad = Math.min(width, height) * 0.12;
  projection.fitExtent([[pad, pad], [width - pad, height - pad]], { type: "MultiPoint", coordinates: middle });
  const closest = width * (regions ? CLOSEST_WITH_REGIONS : CLOSEST);
  if (!(projection.scale() <= closest)) {
    // a single point has no extent that could be fitted
    const centre = Number.isFinite(projection.scale()) ? projection.invert([width / 2, height / 2]) : middle[0];
    projection.scale(closest).center(centre).translate([width / 2, height / 2]);
  }
  return projection;
}

/** Where most places lie: far outliers stay on the map but do not decide what is shown first. */
function core(points) {
  if (points.length < 8) return points;
  const spread = (axis) => {
    const sorted = points.map((point) => point[axis]).sort((a, b) => a - b);
    const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
    const [low, high] = [at(0.25), at(0.75)];
    const reach = Math.max(2.5 * (high - low), 2);
    return (value) => value >= low - reach && value <= high + reach;
  };
  const [nearLongitude, nearLatitude] = [spread(0), spread(1)];
  return points.filter(([longitude, latitude]) => nearLongitude(longitude) && nearLatitude(latitude));
}

function zoomButtons({ zoom, reset }) {
  const button = (name, picture, act) => {
    const element = make("button", { type: "button", "aria-label": word(name), title: word(name) }, icon(picture));
    element.addEventListener("click", act);
    return element;
  };
  return make(
    "div",
    { class: "map-zoom" },
    button("zoomIn", "zoom-in", () => zoom(1.6)),
    button("zoomOut", "zoom-out", () => zoom(1 / 1.6)),
    button("zoomReset", "zoom-reset", reset),
  );
}

function joinList(figure, discs) {
  const rows = [...figure.querySelectorAll("[data-item]")];
  const light = (number, on) => {
    discs.light(number, on);
    rows[number]?.classList.toggle("is-on", on);
  };
  rows.forEach((row) => {
    const number = Number(row.dataset.item);
    for (const [begin, finish] of [["mouseenter", "mouseleave"], ["focus", "blur"]]) {
      row.addEventListener(begin, () => light(number, true));
      row.addEventListener(finish, () => light(number, false));
    }
  });
  discs.onPoint((number, on) => {
    light(number, on);
    if (on) rows[number]?.scrollIntoView({ block: "nearest" });
  });
  discs.onOpen((number) => rows[number]?.click());
}

function startAll() {
  for (const figure of document.querySelectorAll("figure[data-map]:not([data-started])")) {
    figure.dataset.started = "yes";
    start(figure);
  }
}
startAll();
document.body.addEventListener("htmx:load", startAll);

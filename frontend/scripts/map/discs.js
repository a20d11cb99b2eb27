// Places as discs: as large as the place is uncertain, but never too small to see and press.

import { svg } from "./svg.js";

const KM_PER_RADIAN = 6371;
const SMALLEST = 5; // px
const LABELS = 14;

export function drawDiscs(scene, places, projection, { stage, width, height, canvas }) {
  const items = places.map((place, number) => {
    const [x, y] = projection([place.lon, place.lat]);
    const stretch = 1 / Math.cos((place.lat * Math.PI) / 180);
    return { place, number, x, y, radius: ((place.radius_km ?? 1) / KM_PER_RADIAN) * projection.scale() * stretch };
  });
  return canvas ? onCanvas(items, stage, width, height) : inSvg(items, scene, width, height);
}

function inSvg(items, scene, width, height) {
  let point = () => {};
  let open = () => {};
  // The list beside the map is the keyboard's way in; discs themselves are for pointing.
  const group = svg("g", { "aria-hidden": "true" });
  const names = svg("g", { "aria-hidden": "true" });
  for (const item of items) {
    const { place, number } = item;
    item.disc = svg("circle", { class: "map-disc", cx: item.x, cy: item.y });
    item.group = svg("g", { class: `map-item${place.look ? ` map-item-${place.look}` : ""}` }, item.disc);
    item.disc.append(svg("title", {}, [place.label, place.about].filter(Boolean).join(" · ")));
    item.label = svg("text", { class: "map-label", x: item.x, y: item.y }, place.short ?? place.label);
    item.disc.addEventListener("mouseenter", () => point(number, true));
    item.disc.addEventListener("mouseleave", () => point(number, false));
    item.disc.addEventListener("click", () => open(number));
    group.append(item.group);
    names.append(item.label);
  }
  // Small discs over large ones, so that each can be pressed.
  [...items].sort((a, b) => b.radius - a.radius).forEach(({ group: element }) => group.append(element));
  scene.append(group, names);

  const zoomed = ({ k, x, y }) => {
    const taken = [];
    let shown = 0;
    for (const item of items) {
      const radius = Math.max(item.radius * k, SMALLEST);
      item.disc.setAttribute("r", radius / k);
      const [left, top] = [item.x * k + x + radius + 4, item.y * k + y + 4];
      const box = [left, top - 12, left + item.label.textContent.length * 6.6, top + 4];
      const fits = left > 0 && box[2] < width - 52 && top > 12 && top < height && !taken.some((other) => overlap(box, other));
      const label = fits && shown < LABELS && item.label.textContent.length < 34;
      if (label) {
        taken.push(box);
        shown++;
      }
      item.label.setAttribute("display", label ? "inline" : "none");
      item.label.setAttribute("transform", `translate(${item.x} ${item.y}) scale(${1 / k}) translate(${-item.x + radius + 4} ${-item.y + 4})`);
    }
  };
  zoomed({ k: 1, x: 0, y: 0 });
  return {
    zoomed,
    light: (number, on) => items[number]?.group.classList.toggle("is-on", on),
    onPoint: (call) => (point = call),
    onOpen: (call) => (open = call),
  };
}

/** Thousands of places: painted, not pressed; the list beside the map opens them. */
function onCanvas(items, stage, width, height) {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  queueMicrotask(() => stage.querySelector("svg").after(canvas));
  const pen = canvas.getContext("2d");
  const colour = getComputedStyle(stage).getPropertyValue("--accent").trim();
  let view = { k: 1, x: 0, y: 0 };
  const lit = new Set();

  const zoomed = (now) => {
    view = now;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = colour;
    for (const item of items) {
      pen.globalAlpha = lit.has(item.number) ? 0.9 : 0.35;
      pen.beginPath();
      pen.arc(item.x * view.k + view.x, item.y * view.k + view.y, Math.max(item.radius * view.k, 2), 0, 2 * Math.PI);
      pen.fill();
    }
  };
  zoomed(view);
  const light = (number, on) => {
    if (on) lit.add(number);
    else lit.delete(number);
    zoomed(view);
  };
  return { zoomed, light, onPoint: () => {}, onOpen: () => {} };
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

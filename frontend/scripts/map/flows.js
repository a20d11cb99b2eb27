// Flows between places: an arc as wide as its count, an arrow head where it goes.

import { svg } from "./svg.js";

const WIDEST = 9;

export function drawFlows(scene, flows, labels, projection) {
  const most = Math.max(1, ...flows.map(({ count }) => count));
  const drawn = flows.flatMap((flow) => {
    const [from, to] = [flow.from, flow.to].map((end) => place(end, labels, projection));
    if (!from || !to) return [];
    const width = 1.5 + (WIDEST - 1.5) * Math.sqrt(flow.count / most);
    const arc = svg("path", { class: "map-flow", d: curve(from, to) });
    arc.append(svg("title", {}, [flow.label, flow.count].filter(Boolean).join(": ")));
    const head = svg("path", { class: "map-flow-head", d: "M-5 -4L5 0L-5 4Z" });
    scene.append(arc, head);
    return [{ arc, head, width, from, to }];
  });

  const zoomed = ({ k }) => {
    for (const { arc, head, width, from, to } of drawn) {
      arc.setAttribute("stroke-width", width / k);
      const bend = control(from, to);
      const angle = (Math.atan2(to[1] - bend[1], to[0] - bend[0]) * 180) / Math.PI;
      head.setAttribute("transform", `translate(${to[0]} ${to[1]}) rotate(${angle}) scale(${Math.max(1, width / 4) / k})`);
    }
  };
  zoomed({ k: 1 });
  return { zoomed };
}

function place(end, labels, projection) {
  const known = typeof end === "string" ? labels[end] : [end[1], end[0]];
  return known && projection([known[0], known[1]]);
}

const control = ([x1, y1], [x2, y2]) => [(x1 + x2) / 2 + (y1 - y2) * 0.18, (y1 + y2) / 2 - Math.abs(x2 - x1) * 0.18];

function curve(from, to) {
  const bend = control(from, to);
  return `M${from.map(round)}Q${bend.map(round)} ${to.map(round)}`;
}

const round = (value) => Math.round(value * 10) / 10;

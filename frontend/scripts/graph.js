// <figure data-graph="id of a json script"> → a graph of who is joined with what.
//
// Data: {nodes: [{id, kind, label, url, own}], edges: [{source, target, label, look}]}; look: "", "weak" or "not".
// Every kind has a shape and its label. Arrow keys move between neighbours, Enter opens, + − 0 zoom;
// rows with data-node (the table beside it) light their node and the other way round.

import cytoscape from "cytoscape";
import { make } from "./client.js";
import { SHAPES, shapeOf, style } from "./graph/style.js";

// Cytoscape would add a style element, which the content security policy refuses; its one rule is in our style sheet.
const STYLE_ID = "__________cytoscape_stylesheet";

function start(figure) {
  if (!document.getElementById(STYLE_ID)) document.head.append(make("meta", { id: STYLE_ID }));
  const data = JSON.parse(document.getElementById(figure.dataset.graph).textContent);
  const stage = figure.querySelector("[data-graph-stage]");
  const colours = getComputedStyle(document.documentElement);
  const cy = cytoscape({
    container: stage,
    elements: {
      nodes: data.nodes.map((node) => ({ data: { ...node, shape: shapeOf(node.kind) }, classes: node.own ? "own" : "" })),
      edges: data.edges.map((edge, number) => ({ data: { id: `edge ${number}`, label: "", ...edge }, classes: edge.look ?? "" })),
    },
    style: style((name) => colours.getPropertyValue(`--${name}`).trim()),
    layout: { name: "circle", animate: false }, // so that the same graph always comes to lie the same way
    minZoom: 0.2,
    maxZoom: 3,
    userZoomingEnabled: false, // the wheel scrolls the page
    boxSelectionEnabled: false,
  });
  arrange(cy, stage);
  walkByKeyboard(cy, stage);
  joinTable(cy);
  legend(figure.querySelector("[data-graph-legend]"), data.nodes);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    cy.style(style((name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim())));
}

function arrange(cy, stage) {
  cy.layout({
    name: "cose",
    animate: false,
    randomize: false,
    numIter: 1500,
    nodeRepulsion: () => 120_000,
    idealEdgeLength: () => 70,
    edgeElasticity: () => 120,
    nodeOverlap: 40,
    gravity: 0.6,
    componentSpacing: 90,
  }).run();
  const room = stage.getBoundingClientRect();
  const taken = cy.elements().boundingBox();
  // A wide stage takes the graph lying down, a tall one standing up.
  if (taken.h > taken.w !== room.height > room.width) cy.nodes().positions((node) => ({ x: node.position().y, y: node.position().x }));
  cy.fit(undefined, 30);
  if (cy.zoom() > 1.3) {
    cy.zoom(1.3);
    cy.center();
  }
}

function walkByKeyboard(cy, stage) {
  const voice = make("div", { class: "visually-hidden", "aria-live": "polite" });
  stage.after(voice);
  let here;
  const stand = (node) => {
    here?.removeClass("here");
    here = node.addClass("here");
    const around = node.neighborhood("node").map((other) => other.data("label"));
    voice.textContent = `${node.data("label")}${around.length ? `: ${around.join(", ")}` : ""}`;
    cy.animate({ center: { eles: node }, duration: 120 });
  };
  const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  stage.addEventListener("keydown", (event) => {
    if (steps[event.key]) {
      event.preventDefault();
      stand(here ? towards(cy, here, steps[event.key]) : cy.nodes()[0]);
    } else if (event.key === "Enter" && here?.data("url")) location.assign(here.data("url"));
    else if (event.key === "+" || event.key === "=") cy.zoom({ level: cy.zoom() * 1.25, position: here?.position() ?? { x: 0, y: 0 } });
    else if (event.key === "-") cy.zoom({ level: cy.zoom() / 1.25, position: here?.position() ?? { x: 0, y: 0 } });
    else if (event.key === "0") cy.fit(undefined, 36);
  });
  cy.on("tap", "node", ({ target }) => {
    if (here?.id() === target.id() && target.data("url")) location.assign(target.data("url"));
    else stand(target);
  });
}

/** The nearest node in that direction, neighbours first. */
function towards(cy, from, [dx, dy]) {
  const origin = from.position();
  const score = (node) => {
    const [x, y] = [node.position().x - origin.x, node.position().y - origin.y];
    const along = x * dx + y * dy;
    return along <= 0 ? Infinity : along + 2 * Math.abs(x * dy - y * dx);
  };
  const best = (nodes) => nodes.filter((node) => score(node) < Infinity).sort((a, b) => score(a) - score(b))[0];
  return best(from.neighborhood("node").toArray()) ?? best(cy.nodes().not(from).toArray()) ?? from;
}

function joinTable(cy) {
  const rows = new Map([...document.querySelectorAll("[data-node]")].map((row) => [row.dataset.node, row]));
  for (const [id, row] of rows) {
    const light = (on) => () => cy.getElementById(id).toggleClass("here", on);
    row.addEventListener("mouseenter", light(true));
    row.addEventListener("mouseleave", light(false));
    row.addEventListener("focusin", light(true));
    row.addEventListener("focusout", light(false));
  }
  cy.on("mouseover mouseout", "node", ({ type, target }) => rows.get(target.id())?.classList.toggle("is-on", type === "mouseover"));
}

function legend(place, nodes) {
  const shapes = [...new Set(nodes.map(({ kind }) => shapeOf(kind)))];
  for (const shape of shapes) {
    const kinds = [...new Set(nodes.filter(({ kind }) => shapeOf(kind) === shape).map((node) => node.kind_label ?? node.kind))];
    const holder = document.createElement("template");
    holder.innerHTML = `<svg class="graph-shape" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[shape]}</svg>`;
    place.append(make("span", {}, holder.content, ` ${kinds.join(", ")}`));
  }
}

function startAll() {
  for (const figure of document.querySelectorAll("figure[data-graph]:not([data-started])")) {
    figure.dataset.started = "yes";
    start(figure);
  }
}
startAll();
document.body.addEventListener("htmx:load", startAll);

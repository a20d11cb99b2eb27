// How nodes look: the shape says the kind, the label says it again, colour only helps.

const KINDS = {
  "round-rectangle": ["report", "document", "image", "file"],
  ellipse: ["person"],
  hexagon: ["organisation"],
  diamond: ["site", "place"],
  octagon: ["network"],
  rectangle: ["hidden"],
};

/** What stands in the legend for each shape, in a box of 16 by 16. */
export const SHAPES = {
  "round-rectangle": '<rect x="1.5" y="3.5" width="13" height="9" rx="2"/>',
  ellipse: '<circle cx="8" cy="8" r="6"/>',
  hexagon: '<path d="M4 2.5h8L15 8l-3 5.5H4L1 8z"/>',
  diamond: '<path d="M8 1.5L14.5 8 8 14.5 1.5 8z"/>',
  octagon: '<path d="M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5z"/>',
  rectangle: '<rect x="2" y="4" width="12" height="8" stroke-dasharray="2 1.5"/>',
  tag: '<path d="M1.5 4h9L14.5 8l-4 4h-9z"/>',
};

/** Everything that is neither a thing nor a person is a selector: a tag. */
export function shapeOf(kind) {
  return Object.keys(KINDS).find((shape) => KINDS[shape].includes(kind)) ?? "tag";
}

export function style(colour) {
  return [
    {
      selector: "node",
      style: {
        shape: "data(shape)",
        width: 26,
        height: 26,
        label: "data(label)",
        "font-family": "system-ui, sans-serif",
        "font-size": 12,
        color: colour("ink"),
        "text-valign": "bottom",
        "text-margin-y": 5,
        "text-max-width": 130,
        "text-wrap": "ellipsis",
        "text-background-color": colour("surface"),
        "text-background-opacity": 0.85,
        "text-background-padding": 2,
        "background-color": colour("accent-soft"),
        "border-color": colour("accent"),
        "border-width": 1.5,
        "min-zoomed-font-size": 7,
      },
    },
    { selector: "node.own", style: { "background-color": colour("accent"), "border-color": colour("accent-strong") } },
    { selector: 'node[kind = "hidden"]', style: { "border-style": "dashed", "background-color": colour("sunk") } },
    { selector: "node.here", style: { "border-width": 4, "border-color": colour("ink"), "font-weight": 700, "z-index": 10 } },
    {
      selector: "edge",
      style: {
        width: 1.5,
        "line-color": colour("line-strong"),
        "curve-style": "bezier",
        label: "data(label)",
        "font-family": "system-ui, sans-serif",
        "font-size": 10,
        color: colour("ink-soft"),
        "text-rotation": "autorotate",
        "text-background-color": colour("surface"),
        "text-background-opacity": 0.85,
        "min-zoomed-font-size": 8,
      },
    },
    { selector: "edge.weak", style: { "line-style": "dashed" } },
    { selector: "edge.not", style: { "line-style": "dotted", "line-color": colour("danger") } },
  ];
}

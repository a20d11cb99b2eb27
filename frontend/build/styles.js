// The style sheet: the parts of Tabler that we use, then our own layers over it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import postcss from "postcss";

const LAYERS = ["tokens", "base", "shell", "components", "work", "figures", "print"];
const DARK = "[data-bs-theme=dark]";

export function styleSheet(here, { rtl }) {
  const kept = allowed(readFileSync(join(here, "styles/tabler.classes"), "utf8"));
  const tabler = postcss.parse(
    readFileSync(join(here, `node_modules/@tabler/core/dist/css/tabler${rtl ? ".rtl" : ""}.css`), "utf8"),
  );
  keepOnly(tabler, kept);
  const own = LAYERS.map((name) => readFileSync(join(here, `styles/${name}.css`), "utf8")).join("\n");
  dropUnusedVariables(tabler, own);
  return `${tabler.toString()}\n${own}`;
}

/** One pattern per line; a class is kept when a pattern matches the whole of it. */
function allowed(text) {
  const lines = text.split("\n").map((line) => line.replace(/#.*/, "").trim());
  return new RegExp(`^(${lines.join(" ").split(/\s+/).filter(Boolean).join("|")})$`);
}

function keepOnly(root, kept) {
  root.walkComments((comment) => comment.remove());
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && rule.parent.name.endsWith("keyframes")) return;
    const selectors = rule.selectors.filter((selector) => isKept(selector, kept));
    if (selectors.length) rule.selectors = selectors;
    else rule.remove();
  });
  const animations = new Set();
  root.walkDecls(/^animation(-name)?$/, (decl) => decl.value.split(/[\s,]+/).forEach((name) => animations.add(name)));
  root.walkAtRules((rule) => {
    if (rule.name.endsWith("keyframes") && !animations.has(rule.params)) rule.remove();
    else if (rule.name === "font-face") rule.remove();
  });
  // Twice: emptying an inner at-rule may empty the one around it.
  for (let pass = 0; pass < 2; pass++) {
    root.walkAtRules((rule) => {
      if (rule.nodes && rule.nodes.length === 0) rule.remove();
    });
  }
}

/** Dark colours are our own tokens, so Tabler's dark theme goes; so does whatever names a class we do not use. */
function isKept(selector, kept) {
  if (selector.includes(DARK) || /::-(moz|ms|o)-/.test(selector)) return false;
  const classes = selector.match(/\.(?:[\w-]|\\.)+/g) ?? [];
  return classes.every((name) => kept.test(name.slice(1).replaceAll("\\", "")));
}

function dropUnusedVariables(root, own) {
  for (;;) {
    const used = new Set(`${root.toString()}${own}`.match(/var\(\s*--[\w-]+/g)?.map((use) => use.replace(/var\(\s*/, "")));
    let dropped = 0;
    root.walkDecls(/^--/, (decl) => {
      if (!used.has(decl.prop)) {
        decl.remove();
        dropped++;
      }
    });
    if (!dropped) break;
  }
  root.walkRules((rule) => {
    if (rule.nodes.length === 0) rule.remove();
  });
}

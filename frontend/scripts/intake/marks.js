// The marks lie on a layer behind the text, which itself stays an ordinary field.

import { client, icon, make, word } from "../client.js";
import { asker } from "./ask.js";

const WAIT = 250; // ms after the last key
const LONGEST = 100_000; // characters marked while writing; longer text is marked when it is sent

export function startMarks(intake) {
  const field = intake.querySelector("textarea");
  const list = intake.querySelector("[data-intake-found]");
  const url = intake.dataset.intake || client.urls.mark;
  if (!url) return;
  const layer = make("div", { class: "intake-marks", "aria-hidden": "true", dir: "auto" });
  field.before(layer);
  field.parentElement.classList.add("is-marked");
  const ask = asker(url, WAIT);
  let found = [];

  const paint = () => layer.replaceChildren(...marked(field.value, found), "\n");
  const follow = () => (layer.scrollTop = field.scrollTop);
  const update = async () => {
    found = keep(found, layer.dataset.text ?? "", field.value);
    layer.dataset.text = field.value;
    paint();
    follow();
    if (!field.value.trim() || field.value.length > LONGEST) {
      found = [];
      return show(list, found);
    }
    const body = new FormData();
    body.set("text", field.value);
    const country = field.form?.elements.namedItem("country")?.value;
    if (country) body.set("country", country);
    const asked = field.value;
    try {
      const answer = await ask(body);
      if (!answer || asked !== field.value) return;
      found = inUnits(asked, answer.found ?? answer);
      paint();
      show(list, found);
    } catch {
      list.replaceChildren(make("p", { class: "soft small" }, word("notReached")));
    }
  };
  field.addEventListener("input", update);
  field.form?.elements.namedItem("country")?.addEventListener("change", update); // reads numbers without theirs
  field.addEventListener("scroll", follow, { passive: true });
  new ResizeObserver(follow).observe(field);
  update();
}

/** The hub counts characters; JavaScript counts UTF-16 units, two for some of them. */
function inUnits(text, found) {
  const starts = [];
  let unit = 0;
  for (const character of text) {
    starts.push(unit);
    unit += character.length;
  }
  starts.push(unit);
  return found.map((mark) => ({ ...mark, start: starts[mark.start], end: starts[mark.end] })).sort((a, b) => a.start - b.start);
}

/** Until the answer comes, marks before and after the edit stay where their text is. */
function keep(found, before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  const shift = after.length - before.length;
  return found.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start >= head - Math.min(shift, 0)) return [{ ...mark, start: mark.start + shift, end: mark.end + shift }];
    return [];
  });
}

function marked(text, found) {
  const parts = [];
  let at = 0;
  for (const { start, end, valid, common } of found) {
    if (start < at || end > text.length) continue;
    const look = valid === false ? "is-invalid" : common ? "is-common" : "";
    parts.push(text.slice(at, start), make("mark", { class: look }, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

function show(list, found) {
  const kinds = new Map();
  for (const mark of found) {
    const name = mark.kind_label ?? mark.kind;
    const group = kinds.get(name) ?? new Map();
    group.set(mark.value, mark);
    kinds.set(name, group);
  }
  if (!kinds.size) {
    list.replaceChildren(make("p", { class: "soft small" }, word("nothingFound")));
    return;
  }
  list.replaceChildren(
    make("h2", {}, word("found")),
    ...[...kinds].map(([name, group]) =>
      make("div", { class: "intake-group" }, make("h3", {}, name), make("ul", { class: "chips" }, ...[...group.values()].map(chip)))),
  );
}

function chip({ value, caption, valid, common, reason }) {
  const look = valid === false ? " chip-invalid" : common ? " chip-common" : "";
  const said = valid === false ? reason || word("invalid") : common ? word("common") : "";
  return make(
    "li",
    {},
    make("span", { class: `chip${look}` }, valid === false ? icon("alert-triangle") : null, make("span", { class: "chip-value" }, caption || value)),
    said ? make("small", { class: "soft" }, ` ${said}`) : null,
  );
}

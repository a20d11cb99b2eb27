// [data-adds="prefix"]: another line of a form set, from its <template>, whose __prefix__ is its number.
// [data-understands="address"]: what the hub understood of a birth as it was written.

import { asker } from "./ask.js";

const WAIT = 300;

export function startAdding(part) {
  const total = part.querySelector(`[name="${part.dataset.adds}-TOTAL_FORMS"]`);
  const most = Number(part.querySelector(`[name="${part.dataset.adds}-MAX_NUM_FORMS"]`)?.value ?? 20);
  const template = part.querySelector("template");
  const button = part.querySelector("[data-add]");
  if (!total || !template || !button) return;
  button.addEventListener("click", () => {
    const number = Number(total.value);
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", number).replaceAll("__number__", number + 1);
    const line = holder.content.firstElementChild;
    template.before(line);
    total.value = number + 1;
    button.hidden = number + 1 >= most;
    line.querySelectorAll("[data-understands]").forEach(startUnderstanding);
    line.querySelector("input:not([type=hidden])")?.focus();
  });
}

export function startUnderstanding(part) {
  const place = part.querySelector("[data-understood]");
  const field = (name) => part.querySelector(`[name$="${name}"]`);
  if (!place || !field("birth")) return;
  const before = place.textContent;
  const ask = asker(part.dataset.understands, WAIT);
  const update = async () => {
    const body = new FormData();
    for (const name of ["birth", "age", "nationality"]) body.set(name, field(name)?.value ?? "");
    try {
      const answer = await ask(body);
      if (!answer) return;
      place.textContent = answer.problem || answer.words || before;
      place.classList.toggle("is-wrong", Boolean(answer.problem));
      place.classList.toggle("is-understood", Boolean(answer.words));
    } catch {
      place.textContent = before; // sending checks again
    }
  };
  part.addEventListener("input", update);
  part.addEventListener("change", update);
  if (field("birth").value || field("age")?.value) update();
}

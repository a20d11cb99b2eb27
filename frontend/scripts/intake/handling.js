// A part with data-handling sends its form's fields to the hub, which says what they mean.

import { client, icon, make } from "../client.js";
import { asker } from "./ask.js";

const WAIT = 150;

export function startHandling(part) {
  const form = part.closest("form");
  const place = part.querySelector("[data-handling-words]");
  const url = part.dataset.handling || client.urls.handlingWords;
  if (!form || !place || !url) return;
  const ask = asker(url, WAIT);
  const update = async () => {
    const body = new FormData();
    for (const control of part.querySelectorAll("input, select, textarea")) {
      if (!control.name || (/checkbox|radio/.test(control.type) && !control.checked)) continue;
      for (const value of control.multiple ? [...control.selectedOptions].map((option) => option.value) : [control.value]) body.append(control.name, value);
    }
    try {
      const answer = await ask(body);
      if (answer) place.replaceChildren(...sentences(answer));
    } catch {
      // The words from the server's last page stay; sending checks again.
    }
  };
  part.addEventListener("change", update);
  part.addEventListener("input", update);
  update();
}

function sentences({ words, problems }) {
  const lines = [...(words ?? []).map((text) => [text, "users"]), ...Object.values(problems ?? {}).map((text) => [text, "alert-triangle"])];
  return lines.map(([text, picture]) => make("li", {}, icon(picture), make("span", {}, text)));
}

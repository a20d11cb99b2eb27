// Passing messages, read out by screen readers (the list is a live region).

import { make, word } from "./client.js";

const STAY = 12_000;
const MOST = 3;

export function toast(text, { action, url } = {}) {
  const list = document.getElementById("toasts");
  if (!list) return;
  for (const shown of list.children) if (shown.dataset.text === text) shown.remove();
  while (list.children.length >= MOST) list.firstElementChild.remove();
  const dismiss = make("button", { type: "button", "aria-label": word("dismiss") }, "×");
  const message = make("div", { class: "toast", "data-text": text }, make("span", {}, text), url ? make("a", { href: url }, action) : null, dismiss);
  const leave = () => message.remove();
  dismiss.addEventListener("click", leave);
  let timer = setTimeout(leave, STAY);
  message.addEventListener("mouseenter", () => clearTimeout(timer));
  message.addEventListener("focusin", () => clearTimeout(timer));
  message.addEventListener("mouseleave", () => (timer = setTimeout(leave, STAY)));
  list.append(message);
}

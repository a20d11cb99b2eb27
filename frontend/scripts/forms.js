// Forms: sent once, errors found at once, nothing written is lost by leaving.

import { word } from "./client.js";

export function startForms() {
  document.querySelector("[data-takes-focus]")?.focus();

  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    form.dataset.sent = "yes";
    if (!form.matches("[data-once]") || event.submitter?.formMethod === "dialog") return;
    if (form.dataset.busy) {
      event.preventDefault();
      return;
    }
    form.dataset.busy = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });

  // Coming back with the browser's button shows the page as it was left: sendable again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-busy]")) {
      delete form.dataset.busy;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    }
  });

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-guards]");
    if (form) form.dataset.dirty = "yes";
  });
  window.addEventListener("beforeunload", (event) => {
    if (!document.querySelector("form[data-guards][data-dirty]:not([data-sent])")) return;
    event.preventDefault();
    event.returnValue = word("leave");
  });
}

// "/" searches, "g" then a letter goes, "?" shows the list; a button with data-hotkey is pressed by its letter. Never while
// someone is typing. All but "?" can be turned off: who speaks to the machine, or strikes keys by accident, would decide unawares.

import { client } from "./client.js";

const PATIENCE = 1500;
const OFF = "entraide-keys-off";
let went = 0;

export function startKeyboard() {
  startSwitch(document.getElementById("keyboard-on"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") return document.getElementById("keyboard-help")?.showModal();
    if (localStorage.getItem(OFF)) return;
    if (Date.now() - went < PATIENCE) {
      went = 0;
      const link = document.querySelector(`.rail a[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    const button = event.repeat ? null : hot(event);
    if (button) {
      event.preventDefault();
      button.click();
    } else if (event.key === "g") went = Date.now();
    else if (event.key === "/") search(event);
  });
}

/** The button of this page that a letter presses, on whatever keyboard: by the letter, else by its place. */
function hot(event) {
  const byKey = (key) => document.querySelector(`[data-hotkey="${CSS.escape(key)}"]:not([disabled])`);
  return byKey(event.key.toLowerCase()) ?? (/^[a-z]$/i.test(event.key) ? null : byKey(event.code.replace("Key", "").toLowerCase()));
}

function startSwitch(box) {
  if (!box) return;
  const show = () => document.documentElement.toggleAttribute("data-keys-off", !box.checked);
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    show();
  });
  show();
}

function search(event) {
  const field = document.querySelector("input[type=search]");
  if (!field && !client.urls.search) return;
  event.preventDefault();
  if (field) field.focus();
  else location.assign(client.urls.search);
}

const isTyping = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") != null;

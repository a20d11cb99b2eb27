// Loaded by every page. Each subject is a file of its own.

import htmx from "htmx.org";
import { startClocks } from "./clocks.js";
import { startDialogs } from "./dialogs.js";
import { startForms } from "./forms.js";
import { startKeyboard } from "./keyboard.js";
import { startLive } from "./live.js";
import { startMenus } from "./menus.js";
import { startRequests } from "./requests.js";

window.htmx = htmx;

for (const element of document.querySelectorAll("[data-script-only]")) element.hidden = false;

startMenus();
startDialogs();
startForms();
startKeyboard();
startClocks();
startRequests();
startLive();

// [data-intake]: what can be linked is marked while it is written, and listed beneath by kind.
// [data-handling]: what the chosen handling means, in words.

import { startHandling } from "./intake/handling.js";
import { startMarks } from "./intake/marks.js";

for (const intake of document.querySelectorAll("[data-intake]")) startMarks(intake);
for (const control of document.querySelectorAll("[data-handling]")) startHandling(control);

// [data-intake]: what can be linked is marked while it is written, and listed beneath by kind.
// [data-handling]: what the chosen handling means, in words.
// [data-adds], [data-understands]: people named, a line more, a birth as it was understood.

// [data-methods="id"], [data-words-from="id"]: words selected there are put beside the method that they show.

import { startHandling } from "./intake/handling.js";
import { startMarks } from "./intake/marks.js";
import { startAdding, startUnderstanding } from "./intake/persons.js";
import { startMethods, startWords } from "./intake/words.js";

for (const intake of document.querySelectorAll("[data-intake]")) startMarks(intake);
for (const control of document.querySelectorAll("[data-handling]")) startHandling(control);
for (const methods of document.querySelectorAll("[data-methods]")) startMethods(methods);
for (const form of document.querySelectorAll("[data-words-from]")) startWords(form);
for (const part of document.querySelectorAll("[data-adds]")) startAdding(part);
for (const part of document.querySelectorAll("[data-understands]")) startUnderstanding(part);

// Words selected in a text, remembered while the reader goes on to say what they show.

const LONGEST = 500;

/** A list of methods below a text that is being written: ticking one takes the words selected last. */
export function startMethods(methods) {
  const field = document.getElementById(methods.dataset.methods);
  if (!field) return;
  let words = "";
  for (const happening of ["select", "keyup", "mouseup"]) {
    field.addEventListener(happening, () => {
      words = clean(field.value.slice(field.selectionStart, field.selectionEnd));
    });
  }
  methods.addEventListener("change", ({ target }) => {
    const place = target.checked && target.closest(".method")?.querySelector(".method-words");
    if (!place || place.value || !words) return;
    place.value = words;
    words = "";
  });
}

/** A form beside a text that is only read: its field "words" takes what is selected there. */
export function startWords(form) {
  const text = document.getElementById(form.dataset.wordsFrom);
  const place = form.elements.namedItem("words");
  if (!text || !place) return;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
    place.value = clean(selection.toString());
  });
}

const clean = (words) => words.trim().replace(/\s+/g, " ").slice(0, LONGEST);

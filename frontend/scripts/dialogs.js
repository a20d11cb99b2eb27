// [data-opens="id"] opens the <dialog> of that id; without script it is an ordinary link to a page that asks.

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog && typeof dialog.showModal === "function") {
      event.preventDefault();
      opener.closest("details.menu")?.removeAttribute("open");
      dialog.showModal();
    } else if (event.target.tagName === "DIALOG" && outside(event)) {
      event.target.close();
    }
  });
}

function outside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

// What the page was told by the hub: addresses, words, who is signed in.

const data = document.getElementById("client");

export const client = data ? JSON.parse(data.textContent) : { urls: {}, words: {}, alerts: {}, member: "", language: "en" };

export const word = (name, value) => (client.words[name] ?? name).replace(/%[sd]/, value ?? "");

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${client.urls.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** An element in one line: make("a", { href }, "text", child). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

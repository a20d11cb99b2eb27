// Fetches parts of the page anew. Parts with one address share one fetch; a burst of events costs two.

import htmx from "htmx.org";
import { client } from "./client.js";

const PAUSE = 400; // ms between two fetches of one address
const running = new Map(); // address → ids that asked again while it was being fetched

export function refresh(parts) {
  const byAddress = new Map();
  for (const part of parts) {
    const url = part.dataset.liveUrl || location.href;
    byAddress.set(url, [...(byAddress.get(url) ?? []), part.id]);
  }
  for (const [url, ids] of byAddress) ask(url, ids);
}

async function ask(url, ids) {
  const waiting = running.get(url);
  if (waiting) {
    ids.forEach((id) => waiting.add(id));
    return;
  }
  const again = new Set();
  running.set(url, again);
  try {
    await fetchAndSwap(url, ids);
  } catch {
    // The sign in the strip says that the hub is out of reach; the next event tries again.
  }
  setTimeout(() => {
    running.delete(url);
    if (again.size) ask(url, [...again]);
  }, PAUSE);
}

async function fetchAndSwap(url, ids) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store", credentials: "same-origin" });
  if (!answer.ok) return;
  if (answer.redirected && new URL(answer.url).pathname === client.urls.signIn) {
    location.assign(client.urls.signIn);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) swapWhenFree(old, fresh);
  }
}

/** Nothing is taken from under someone's fingers: a part in which someone writes waits until they leave it. */
function swapWhenFree(old, fresh) {
  if (isBusy(old)) {
    old.pending = fresh;
    if (!old.waits) {
      old.waits = true;
      old.addEventListener("focusout", () => setTimeout(() => old.isConnected && !isBusy(old) && swap(old, old.pending)));
      old.addEventListener("close", () => setTimeout(() => old.isConnected && !isBusy(old) && swap(old, old.pending)), true);
    }
    return;
  }
  swap(old, fresh);
}

function isBusy(part) {
  return part.querySelector("dialog[open]") !== null || part.querySelector("input:focus, textarea:focus, select:focus") !== null;
}

function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const [id, href] = [focused?.id, focused?.getAttribute("href")];
  for (const details of old.querySelectorAll("details[open][id]")) fresh.querySelector(`#${CSS.escape(details.id)}`)?.setAttribute("open", "");
  const element = document.importNode(fresh, true);
  old.replaceWith(element);
  htmx.process(element);
  htmx.trigger(element, "htmx:load");
  const same = (id && document.getElementById(id)) || (href && element.querySelector(`a[href="${CSS.escape(href)}"]`));
  same?.focus({ preventScroll: true });
}

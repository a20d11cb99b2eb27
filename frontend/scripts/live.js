// Live events: one stream a browser, held by a shared worker, or by the tab where there is none.
// Events carry ids only; what they mean is fetched by the parts of the page that ask for their kind:
//
//   <section id="alerts" data-live="hit request"> … </section>        refetches this page, takes #alerts
//   <section id="alerts" data-live="hit" data-live-url="/alerts"> …   refetches that address, takes #alerts
//
// The stream's own kinds: "hello" (a first connection: what came while the page was on its way is unknown) and
// "reset" (too much was missed) refetch every such part.
//
// Each event is also dispatched as "entraide:live" on the document, with {id, kind, object} as detail.

import { client, word } from "./client.js";
import { refresh } from "./refresh.js";
import { toast } from "./toasts.js";
import { openStream } from "./stream.js";

const REMEMBERED = 60; // events, with the times at which they were heard

export function startLive() {
  if (!client.member || !client.urls.stream) return;
  const memory = `entraide.live.${client.member}`;
  const start = { kind: "start", url: client.urls.stream, last: remembered(memory) };
  const receive = (message) => {
    if (message.kind === "state") show(message.state);
    else if (message.kind === "event") {
      remember(memory, message.event.id);
      dispatch(message.event);
    }
  };

  if (typeof SharedWorker === "undefined") {
    openStream(start.url, start.last, receive);
    return;
  }
  const worker = new SharedWorker(client.urls.worker, { name: `entraide ${client.member}` });
  worker.port.onmessage = ({ data }) => receive(data);
  worker.port.start();
  worker.port.postMessage(start);
  window.addEventListener("pagehide", () => worker.port.postMessage({ kind: "stop" }));
  window.addEventListener("pageshow", ({ persisted }) => persisted && worker.port.postMessage({ ...start, last: remembered(memory) }));
}

function dispatch(event) {
  if (event.kind === "session.revoked") {
    location.assign(client.urls.signIn);
    return;
  }
  document.dispatchEvent(new CustomEvent("entraide:live", { detail: event }));
  const everything = event.kind === "hello" || event.kind === "reset";
  refresh([...document.querySelectorAll("[data-live]")].filter((part) => everything || part.dataset.live.split(/\s+/).includes(event.kind)));
  const alert = client.alerts[event.kind];
  const isThisPage = (event.object && location.pathname.includes(event.object)) || document.querySelector(`[data-live-quiet~="${event.kind}"]`); // it shows by itself here
  if (alert && !document.hidden && !isThisPage) toast(alert.text, alert);
}

function show(state) {
  const sign = document.getElementById("link-state");
  if (!sign) return;
  sign.hidden = false;
  if (sign.dataset.state === state && sign.dataset.shown) return;
  sign.dataset.state = state;
  sign.dataset.shown = "yes";
  sign.querySelector(".word").textContent = word(state);
}

/** The last event heard before this page was asked for: what came while it was on its way may not be in it. */
function remembered(key) {
  const heard = memoryOf(key);
  const before = heard.filter(([, at]) => at < performance.timeOrigin);
  if (before.length) return before[before.length - 1][0];
  return heard.length ? String(Number(heard[0][0]) - 1) : "";
}

function remember(key, id) {
  const heard = memoryOf(key);
  const newest = heard.length ? Number(heard[heard.length - 1][0]) : 0;
  if (!(Number(id) > newest)) return;
  try {
    localStorage.setItem(key, JSON.stringify([...heard.slice(1 - REMEMBERED), [id, Date.now()]]));
  } catch {
    // A browser that keeps nothing resumes from the open page alone.
  }
}

function memoryOf(key) {
  try {
    const heard = JSON.parse(localStorage.getItem(key));
    return Array.isArray(heard) ? heard : [];
  } catch {
    return [];
  }
}

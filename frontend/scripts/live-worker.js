// The shared worker: one stream for all tabs of a member in this browser.

import { openStream } from "./stream.js";

const KEPT = 200;
const ports = new Set();
const recent = [];
let state = "connecting";
let newest = "";
let end;

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.kind === "start") join(port, data);
    else leave(port);
  };
  port.start();
};

function join(port, { url, last }) {
  ports.add(port);
  if (end) {
    port.postMessage({ kind: "state", state });
    // What the others heard while this tab was loading or asleep.
    if (!last) port.postMessage({ kind: "event", event: { kind: "hello", id: newest } });
    for (const event of recent) if (last && Number(event.id) > Number(last)) port.postMessage({ kind: "event", event });
    return;
  }
  end = openStream(url, last, broadcast);
}

function leave(port) {
  ports.delete(port);
  if (ports.size || !end) return;
  end();
  end = undefined;
  recent.length = 0;
  newest = "";
}

function broadcast(message) {
  if (message.kind === "state") state = message.state;
  else {
    newest = message.event.id ?? newest;
    if (recent.push(message.event) > KEPT) recent.shift();
  }
  for (const port of ports) port.postMessage(message);
}

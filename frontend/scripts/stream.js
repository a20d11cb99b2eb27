// One server-sent stream that always comes back, and says how it stands: connecting, live, offline.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** Calls receive({kind: "state", state}) and receive({kind: "event", event}). Returns a function that ends it. */
export function openStream(url, last, receive) {
  let source;
  let timer;
  let wait = FIRST_WAIT;
  let ended = false;

  const connect = () => {
    clearTimeout(timer);
    receive({ kind: "state", state: "connecting" });
    source = new EventSource(last ? `${url}?last=${encodeURIComponent(last)}` : url, { withCredentials: true });
    let opened = false;
    source.onopen = () => {
      opened = true;
      wait = FIRST_WAIT;
      receive({ kind: "state", state: "live" });
    };
    source.onmessage = ({ data, lastEventId }) => {
      if (lastEventId) last = lastEventId;
      const event = JSON.parse(data);
      receive({ kind: "event", event: { ...event, id: lastEventId || event.id } });
    };
    source.onerror = async () => {
      // The browser retries by itself, but gives up for good on an HTTP error and is slow after sleep.
      receive({ kind: "state", state: wait > FIRST_WAIT * 2 ? "offline" : "connecting" });
      source.close();
      if (ended) return;
      if (!opened && (await isOver(url))) {
        receive({ kind: "event", event: { kind: "session.revoked" } });
        return;
      }
      timer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  };

  const online = () => {
    wait = FIRST_WAIT;
    if (!ended && source.readyState === EventSource.CLOSED) connect();
  };
  self.addEventListener("online", online);
  self.addEventListener("offline", () => receive({ kind: "state", state: "offline" }));
  connect();

  return () => {
    ended = true;
    clearTimeout(timer);
    source.close();
    self.removeEventListener("online", online);
  };
}

/** An EventSource does not say why it was refused; a plain request does. */
async function isOver(url) {
  const asked = new AbortController();
  try {
    const answer = await fetch(url, { signal: asked.signal, credentials: "same-origin" });
    return answer.status === 401;
  } catch {
    return false;
  } finally {
    asked.abort();
  }
}

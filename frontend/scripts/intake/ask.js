/** A question that a newer one replaces. ask(body) resolves to the answer, or to null when it was replaced. */
export function asker(url, wait) {
  let timer;
  let running;
  return (body) =>
    new Promise((resolve, reject) => {
      clearTimeout(timer);
      running?.abort();
      timer = setTimeout(async () => {
        running = new AbortController();
        try {
          const answer = await fetch(url, { method: "POST", body, headers: headers(), signal: running.signal });
          if (!answer.ok) throw new Error(`the hub answered ${answer.status}`);
          resolve(await answer.json());
        } catch (error) {
          if (error.name === "AbortError") resolve(null);
          else reject(error);
        }
      }, wait);
    });
}

function headers() {
  const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  return { "X-CSRFToken": token, accept: "application/json" };
}

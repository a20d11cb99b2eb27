// Relative times go on while the page stays open. The hub's clock counts, not the device's.

import { client, word } from "./client.js";

const MINUTE = 60_000;
const SOON = 4 * 60;

export function startClocks() {
  if (!client.now) return;
  const skew = Date.parse(client.now) - Date.now();
  setInterval(() => tick(Date.now() + skew), 30_000);
}

function tick(now) {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const minutes = Math.floor((now - Date.parse(time.dateTime)) / MINUTE);
    time.textContent = minutes < 1 ? word("justNow") : word("ago", span(minutes));
  }
  for (const time of document.querySelectorAll("time[data-due]")) {
    const minutes = Math.floor((Date.parse(time.dateTime) - now) / MINUTE);
    time.textContent = minutes < 0 ? word("late", span(-minutes)) : word("left", span(minutes));
    const look = minutes < 0 ? "late" : minutes < SOON ? "soon" : "later";
    const sign = time.closest(".due");
    if (!sign.classList.contains(`due-${look}`)) {
      sign.className = `due due-${look}`;
      const use = sign.querySelector("use");
      const picture = { late: "clock-exclamation", soon: "hourglass", later: "clock" }[look];
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${picture}`));
    }
  }
}

function span(minutes) {
  if (minutes < 60) return word("min", minutes);
  if (minutes >= 48 * 60) return word("days", Math.floor(minutes / 1440));
  const hours = Math.floor(minutes / 60);
  const short = word("hour", hours);
  return hours < 12 && minutes % 60 ? `${short} ${String(minutes % 60).padStart(2, "0")}` : short;
}

// What htmx does not do alone: say when a request failed, and go to sign-in when the session is over.

import { client, word } from "./client.js";
import { toast } from "./toasts.js";

export function startRequests() {
  document.body.addEventListener("htmx:sendError", () => toast(word("notReached")));
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status === 401) location.assign(client.urls.signIn);
    else toast(word("refused"));
  });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    // A redirect to sign-in was followed: show that page, do not put it inside this one.
    const landed = detail.xhr.responseURL;
    if (landed && new URL(landed).pathname === client.urls.signIn && location.pathname !== client.urls.signIn) {
      detail.shouldSwap = false;
      location.reload();
    }
  });
}

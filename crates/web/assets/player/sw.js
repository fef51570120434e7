// Keeps the player and the session that is open, so that a page opened once works without a network. The session carries no
// name, no complaint and no answer. It goes when the session is over. What waits to be sent is sent with the next page.

import { Keep } from "./keep.js";
import { sendWaiting } from "./send.js";

const STORE = "supple-player-VERSION";
const SHELL = /^\/(assets\/|icon\.svg|player\.webmanifest)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("supple-player-") && name !== STORE) await caches.delete(name);
    await self.clients.claim();
    // The page that brought this worker was loaded before it: it is asked for once more.
    const store = await caches.open(STORE);
    for (const client of await self.clients.matchAll({ type: "window" })) {
      if (new URL(client.url).pathname === "/player") await remember(store, client.url);
    }
  })());
});
self.addEventListener("message", (event) => {
  if (event.data === "untaken") event.waitUntil(tell(event.source));
  else if (event.data === "drop") event.waitUntil(waiting(true));
  else if (event.data === "forget") event.waitUntil(caches.open(STORE).then((store) => store.delete("/player")));
});

/** Asks for the page, and keeps it if it is a session. Gives nothing where nobody answers. */
async function remember(store, url) {
  try {
    const reply = await fetch(url, { credentials: "same-origin", redirect: "manual" });
    const page = reply.ok ? await reply.clone().text() : "";
    if (!page.includes('id="session-data"')) {
      // There is no session any more: what was kept of it goes.
      await store.delete("/player");
      return reply;
    }
    await store.put("/player", reply.clone());
    for (const [, path] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+|\/icon\.svg|\/player\.webmanifest)"/g)) {
      if (!(await store.match(path))) await store.add(path);
    }
    return reply;
  } catch {
    return undefined;
  }
}

/** What waits is sent with any page that is opened, be it days later; `/player` sends its own. */
let last = Promise.resolve(null);
const waiting = (forget = false) => (last = last.then(async () => sendWaiting(await Keep.open(), null, forget)).catch(() => null));
/** What was refused stays here and is said on each page, until somebody says that they have seen to it. */
const tell = async (page) => {
  const told = await last;
  if (told) page?.postMessage({ said: told.said, drop: told.drop });
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === "/player" && event.request.mode === "navigate") {
    event.respondWith((async () => {
      const store = await caches.open(STORE);
      const fresh = await remember(store, url.href);
      if (!fresh) return (await store.match("/player")) ?? Response.error();
      if (fresh.type !== "opaqueredirect") return fresh;
      await waiting();
      return Response.redirect("/tonight", 303);
    })());
  } else if (event.request.mode === "navigate") {
    event.waitUntil(waiting());
  } else if (SHELL.test(url.pathname)) {
    event.respondWith((async () => {
      const store = await caches.open(STORE);
      return (await store.match(url.pathname)) ?? fetch(event.request);
    })());
  }
});

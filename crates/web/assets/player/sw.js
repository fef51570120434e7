// Keeps the player and the session that is open, so that a page opened once works without a network. The session carries no
// name, no complaint and no answer. It goes when the session is over.
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
  if (event.data === "forget") event.waitUntil(caches.open(STORE).then((store) => store.delete("/player")));
});

async function remember(store, url) {
  try {
    const reply = await fetch(url, { credentials: "same-origin", redirect: "manual" });
    if (!reply.ok || reply.type === "opaqueredirect") return reply;
    const page = await reply.clone().text();
    await store.put("/player", reply.clone());
    for (const [, path] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+|\/icon\.svg|\/player\.webmanifest)"/g)) {
      if (!(await store.match(path))) await store.add(path);
    }
    return reply;
  } catch {
    return undefined;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === "/player" && event.request.mode === "navigate") {
    event.respondWith((async () => {
      const store = await caches.open(STORE);
      const fresh = await remember(store, url.href);
      if (fresh && fresh.type !== "opaqueredirect") return fresh;
      if (fresh) return Response.redirect("/tonight", 303);
      return (await store.match("/player")) ?? Response.error();
    })());
  } else if (SHELL.test(url.pathname)) {
    event.respondWith((async () => {
      const store = await caches.open(STORE);
      return (await store.match(url.pathname)) ?? fetch(event.request);
    })());
  }
});

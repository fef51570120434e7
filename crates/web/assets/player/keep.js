// What the player must not lose between two reloads: check-ins that were not sent yet. They are kept encrypted, with a key
// that the browser holds and no page can read out, and go when they are sent. Where the browser refuses, nothing is kept.

const NAME = "supple-player";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Keep {
  /** Opens it; `there` says whether anything can be kept. */
  static async open(crypto = globalThis.crypto) {
    const keep = new Keep();
    keep.crypto = crypto;
    try {
      // Where a browser keeps nothing, asking for the store is refused already.
      const opening = globalThis.indexedDB.open(NAME, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
      keep.database = await done(opening);
      keep.key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      await keep.agree();
      keep.there = true;
    } catch {
      keep.there = false;
    }
    return keep;
  }

  /** Takes the key that is there, or puts this one there: two tabs that begin at the same moment have one. */
  async agree() {
    const store = this.database.transaction("kept", "readwrite").objectStore("kept");
    const known = await done(store.get("key"));
    if (known) this.key = known;
    else await done(store.put(this.key, "key"));
  }

  raw(mode, act) {
    return done(act(this.database.transaction("kept", mode).objectStore("kept")));
  }

  /** Keeps a value for a session. Gives whether it is kept. */
  async put(session, value) {
    if (!this.there) return false;
    try {
      // The key goes with the last session that is forgotten, and comes back with the next that is kept.
      await this.agree();
      const iv = this.crypto.getRandomValues(new Uint8Array(12));
      const clear = new TextEncoder().encode(JSON.stringify(value));
      const sealed = await this.crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, clear);
      await this.raw("readwrite", (store) => store.put({ iv, sealed }, `s-${session}`));
      // Another tab may have forgotten its last session meanwhile, and the key with it.
      await this.agree();
      return true;
    } catch {
      return false;
    }
  }

  /** What was kept for a session; nothing where there is nothing, or it cannot be read. */
  async get(session) {
    if (!this.there) return null;
    try {
      const kept = await this.raw("readonly", (store) => store.get(`s-${session}`));
      if (!kept) return null;
      const clear = await this.crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, this.key, kept.sealed);
      return JSON.parse(new TextDecoder().decode(clear));
    } catch {
      return null;
    }
  }

  /** The ids of the sessions for which anything is kept. */
  async sessions() {
    if (!this.there) return [];
    try {
      const keys = await this.raw("readonly", (store) => store.getAllKeys());
      return keys.filter((key) => key.startsWith("s-")).map((key) => key.slice(2));
    } catch {
      return [];
    }
  }

  /** Forgets a session; with the last one, the key. */
  async forget(session) {
    if (!this.there) return;
    try {
      await this.raw("readwrite", (store) => store.delete(`s-${session}`));
      const rest = await this.raw("readonly", (store) => store.getAllKeys());
      if (rest.every((key) => key === "key")) await this.raw("readwrite", (store) => store.delete("key"));
    } catch {
      // It was not kept, then.
    }
  }
}

/** An id that sorts by time (UUID version 7), made where the event happens. */
export function eventId(now = Date.now(), crypto = globalThis.crypto) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(now / 256 ** (5 - at)) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// Sends what was said during sessions. Each event carries its own id, so that sending it twice is harmless.

/** Most events in one sending: the program takes no more. */
const AT_ONCE = 200;
/** What no record wants is kept for so long, and then forgotten. Milliseconds. */
const KEPT_FOR = 14 * 24 * 3600_000;

/** Sends events. Gives the ids of those that need not be sent again, and nothing where the program does not answer. */
export async function send(events) {
  try {
    const state = await (await fetch("/session/state", { cache: "no-store" })).json();
    // No record is open: nobody could take them.
    if (!state.open) return null;
    const body = new URLSearchParams({ csrf: state.token, events: JSON.stringify(events.slice(0, AT_ONCE)) });
    const reply = await fetch("/session/events", { method: "POST", redirect: "manual", body });
    return reply.ok ? new Set((await reply.json()).done) : null;
  } catch {
    return null;
  }
}

/**
 * Sends what waits of sessions other than `own`, and forgets those that are over. What belongs to somebody else's record
 * waits until that record is open.
 */
export async function sendWaiting(keep, own, now = Date.now()) {
  for (const session of await keep.sessions()) {
    if (session === own) continue;
    const was = await keep.get(session);
    const old = !was || now - (was.at ?? 0) > KEPT_FOR;
    const done = was && was.events.length > 0 ? await send(was.events) : new Set();
    if (!done && !old) return;
    const events = (was?.events ?? []).filter(({ id }) => !done?.has(id));
    if (old || (events.length === 0 && was.finished)) await keep.forget(session);
    else if (events.length < was.events.length) await keep.put(session, { ...was, events });
  }
}

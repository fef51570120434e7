// Sends what was said during sessions. Each event carries its own id, so that sending it twice is harmless.

/** Most events in one sending: the program takes no more. */
const AT_ONCE = 200;
/** What no record wants is kept for so long, and then forgotten. Milliseconds. */
const KEPT_FOR = 14 * 24 * 3600_000;

/**
 * Sends events. Gives the ids of those that need not be sent again, the places of those that are refused, and what is to be
 * said of these with the words for forgetting them; nothing where the program does not answer.
 */
export async function send(events) {
  try {
    const state = await (await fetch("/session/state", { cache: "no-store" })).json();
    // No record is open: nobody could take them.
    if (!state.open) return null;
    const body = new URLSearchParams({ csrf: state.token, events: JSON.stringify(events.slice(0, AT_ONCE)) });
    const reply = await fetch("/session/events", { method: "POST", redirect: "manual", body });
    if (!reply.ok) return null;
    const { done, refused = [], said = "", drop = "" } = await reply.json();
    return { done: new Set(done), refused: new Set(refused.map(({ nth }) => nth)), said, drop };
  } catch {
    return null;
  }
}

/**
 * Sends what waits of sessions other than `own`, and forgets those that are over. What belongs to somebody else's record
 * waits until that record is open. Gives what is to be said of what was refused: it stays, unless `forget` says otherwise.
 */
export async function sendWaiting(keep, own, forget = false, now = Date.now()) {
  let told = null;
  for (const session of await keep.sessions()) {
    if (session === own) continue;
    const was = await keep.get(session);
    const old = !was || now - (was.at ?? 0) > KEPT_FOR;
    const waits = was && was.events.length > 0;
    const sent = waits ? await send(was.events) : null;
    if (waits && !sent && !old) return told;
    if (sent?.said) told = sent;
    const events = (was?.events ?? []).filter(({ id }, nth) => !sent?.done.has(id) && !(forget && sent?.refused.has(nth)));
    if (old || (events.length === 0 && was.finished)) await keep.forget(session);
    else if (events.length < was.events.length) await keep.put(session, { ...was, events });
  }
  return told;
}

// Sends what was said during sessions. Each event carries its own id, so that sending it twice is harmless.

/** Most events in one sending: the program takes no more. */
const AT_ONCE = 200;
/** What no record wants is kept for so long, and then forgotten. Milliseconds. */
const KEPT_FOR = 14 * 24 * 3600_000;

/** What is given where the program answers and no record is open. */
const NOBODY = { done: new Set(), refused: new Set(), said: "", drop: "" };

/**
 * Sends events. Gives the ids of those that need not be sent again, the places of those that are refused, and what is to be
 * said of these with the words for forgetting them; nothing where the program does not answer, and `nobody` where no record is
 * open.
 */
export async function send(events, nobody = null) {
  try {
    const state = await (await fetch("/session/state", { cache: "no-store" })).json();
    // No record is open: nobody could take them.
    if (!state.open) return nobody;
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
 * waits until that record is open, and not for ever. What could not be sent because the network was away waits as long as it
 * takes. Gives what is to be said of what was refused: it stays, unless `forget` says otherwise.
 */
export async function sendWaiting(keep, own, forget = false, now = Date.now()) {
  let told = null;
  for (const session of await keep.sessions()) {
    if (session === own) continue;
    const was = await keep.get(session);
    const old = !was || now - (was.at ?? 0) > KEPT_FOR;
    const waits = was && was.events.length > 0;
    const sent = waits ? await send(was.events, NOBODY) : null;
    if (waits && (!sent || (sent === NOBODY && !old))) return told;
    if (sent?.said) told = sent;
    const events = (was?.events ?? []).filter(({ id }, nth) => !sent?.done.has(id) && !(forget && sent?.refused.has(nth)));
    const unheard = sent !== NOBODY && events.length > (sent?.refused.size ?? 0);
    if ((old && !unheard) || (events.length === 0 && was.finished)) await keep.forget(session);
    else if (events.length < was.events.length) await keep.put(session, { ...was, events });
  }
  return told;
}

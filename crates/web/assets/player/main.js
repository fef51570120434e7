// The player: puts clock, session, figure, voice and sound together on the page.

import { Clock } from "./time.js";
import { Session } from "./session.js";
import { Figure } from "./figure.js";
import { Voice } from "./voice.js";
import { Sound } from "./sound.js";
import { Keep, eventId } from "./keep.js";
import { send, sendWaiting } from "./send.js";
import { checksum, encode } from "./code.js";
import { qrPath } from "./qr.js";

/** The place in the session is kept so often, in milliseconds. */
const MARK_EVERY = 5000;
/** The panels that a reload does not answer. */
const ASKING = ["stop", "check"];
/** What has begun may be finished within so long, past midnight too. Milliseconds. */
const GOES_ON = 3 * 3600_000;

const root = document.querySelector("[data-player]");
const source = document.querySelector("#session-data");
if (root && source) begin(root, source);

/** Plays what the page holds; what is not whole is not played: a torn or edited session says so instead. */
function begin(root, source) {
  const text = source.textContent;
  let data = null;
  try {
    if (checksum(text) === Number(source.dataset.sum)) data = JSON.parse(text);
  } catch {
    // Torn: it is said below.
  }
  if (data) return play(root, data);
  root.dataset.on = "";
  root.dataset.phase = "refused";
  const told = root.querySelector("[data-refused]");
  const before = root.querySelector("[data-before]");
  if (before) before.hidden = true;
  told.hidden = false;
  told.querySelector("h2").focus();
}

function play(root, data) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const all = (what) => [...root.querySelectorAll(what)];
  const words = data.words;
  const fill = (text, values) => text.replace(/\{ ?\$?(\w+) ?\}/g, (whole, name) => values[name] ?? whole);
  const kept = history.state?.player?.id === data.id ? history.state.player : null;
  const clock = new Clock(kept?.clock);
  const session = new Session(data, kept?.session);
  const voice = new Voice(data.lang);
  const sound = new Sound();
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const figure = new Figure(part("figure").querySelector("svg"), { axis: data.axis, width: data.width, still: still.matches });
  const pending = { events: [] };
  let keep = { there: false, put: async () => false, get: async () => null, forget: async () => {} };
  let lock = null;
  let shown = null;
  let cued = null;
  let panel = null;
  let waiting = 0;
  // The panel that was open when the page was closed: nobody has answered it.
  let unanswered = null;
  let begun = kept?.begun ?? null;
  let ended = kept?.ended ?? null;
  let notes = [];
  // The scores before it: asked here, or said by the program once it is reached. The page holds none.
  let before = null;
  // Why it may not be played; nothing goes on then.
  let refused = null;
  // What is said of what the record did not take; it stays on this device.
  let untaken = "";
  // What is shown once the questions at the end are answered.
  let finished = null;

  root.dataset.on = "";
  document.body.classList.add("playing");

  // What is kept, and what is sent.
  const record = (kind, payload) => {
    if (!data.kept) return;
    pending.events.push({ id: eventId(), at: Date.now(), kind, session: data.id, ...payload });
    store();
  };
  let marked = 0;
  /** The place in the session, for a reload: nothing about anybody. */
  const mark = () => {
    marked = clock.spent;
    const asking = ASKING.includes(panel) ? { panel, waiting } : null;
    history.replaceState({ ...history.state, player: { id: data.id, clock: clock.save(), session: session.save(), begun, ended, asking } }, "");
  };
  const store = () => {
    mark();
    if (data.kept) keep.put(data.id, { at: Date.now(), events: pending.events, checks: session.checks, notes, before, finished });
  };
  const sendNow = async () => {
    if (data.file || !data.kept || pending.events.length === 0) return true;
    const sent = await send(pending.events);
    if (!sent) return false;
    untaken = sent.said;
    pending.events = pending.events.filter(({ id }) => !sent.done.has(id));
    store();
    return pending.events.length === 0;
  };
  let sending = Promise.resolve(true);
  /** Sends what waits, one sending after the other. Gives whether nothing waits any more. */
  const sendAll = () => (sending = sending.then(sendNow));

  /** Nothing is left to be sent: what was kept goes, and the record says the rest. */
  let leaving = false;
  const leave = async (to) => {
    leaving = true;
    if (!untaken) await keep.forget(data.id);
    navigator.serviceWorker?.controller?.postMessage("forget");
    location.href = to;
  };

  // Screen, voice, sound.
  const awake = async () => {
    const line = part("awake");
    try {
      lock = await navigator.wakeLock.request("screen");
      line.textContent = words.awake;
    } catch {
      line.textContent = words.notAwake;
    }
  };
  const asleep = () => {
    lock?.release?.();
    lock = null;
  };
  const speak = (text) => {
    part("say").textContent = text;
    if (!voice.say(text)) sound.tone(520);
  };
  const tellVoice = () => {
    part("voice-line").textContent = voice.there ? words.voiceThere : words.noVoice;
  };
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", tellVoice);

  // Steps.
  const second = () => clock.gone / 1000;
  const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const setText = (name, text) => {
    const element = part(name);
    if (element.textContent !== text) element.textContent = text;
  };
  const announce = (step) => [step.q?.replace(/\.$/, ""), step.z, step.ceiling ? words.pressures[session.pressure(step)] : ""].filter(Boolean).join(". ");

  const showPressure = (step) => {
    const pressure = session.pressure(step);
    part("press").hidden = !step.ceiling;
    if (!step.ceiling) return;
    setText("press-name", words.pressures[pressure]);
    part("softer").disabled = pressure <= 1;
    part("firmer").disabled = pressure >= session.most(step);
    all("[data-dot]").forEach((dot, at) => {
      dot.classList.toggle("on", at < pressure);
      dot.classList.toggle("may", at < session.most(step));
    });
    figure.press(pressure);
  };

  const enter = (step) => {
    session.enter(step);
    root.dataset.kind = step.pacer ? "breathe" : step.k;
    setText("title", step.t);
    setText("caption", step.c);
    setText("feel", step.f);
    setText("ease", step.e);
    const where = [step.lie, step.w].filter(Boolean).join(" · ");
    setText("side", where);
    part("side").hidden = !where;
    setText("tempo", step.tempo ?? "");
    part("swap").disabled = !session.swaps(step);
    const after = session.after(step);
    setText("next", after ? fill(words.next, { step: after.t }) : words.last);
    pace(step.pacer);
    figure.show(step.pacer ? null : step);
    figure.hold(!clock.running);
    showPressure(step);
    part("stop-step") && (part("stop-step").value = step.index + 1);
    all("[data-bar] i").forEach((bar, at) => {
      bar.classList.toggle("past", at < session.order.indexOf(step.index));
      bar.classList.toggle("now", at === session.order.indexOf(step.index));
      bar.classList.toggle("left", session.left.has(session.order[at]));
    });
    if (clock.running) navigator.vibrate?.(120);
  };

  // The breathing pacer: in, then out, by the clock.
  let breath = null;
  const pace = (on) => {
    breath?.cancel();
    breath = null;
    if (!on) return;
    const [into, out] = data.breath;
    const ring = part("ring");
    if (still.matches) return;
    breath = ring.animate(
      [{ transform: "scale(.62)", easing: "ease-in-out" }, { transform: "scale(1)", offset: into / (into + out), easing: "ease-in-out" }, { transform: "scale(.62)" }],
      { duration: (into + out) * 1000, iterations: Infinity },
    );
    if (!clock.running) breath.pause();
  };
  const breathe = (step) => {
    const [into, out] = data.breath;
    const here = (second() - step.at) % (into + out);
    const inward = here < into;
    setText("breath", inward ? words.breatheIn : words.breatheOut);
    setText("breath-count", String(Math.ceil(inward ? into - here : into + out - here)));
    if (breath) {
      const wanted = here * 1000;
      const drift = Math.abs(breath.currentTime % ((into + out) * 1000) - wanted);
      if (drift > 120) breath.currentTime = wanted;
    }
  };

  const draw = () => {
    if (refused) return;
    clock.read(document.hidden);
    if (clock.away && !panel) away();
    const step = session.at(second());
    if (!step) return over(null);
    if (step.at > second()) clock.to(step.at * 1000);
    if (shown !== step.index) {
      const first = shown === null;
      shown = step.index;
      enter(step);
      if (clock.running && !first && cued !== step.index) speak(announce(step));
      if (clock.running) sound.tone(step.k === "stroke" ? 440 : 350);
      store();
    }
    const left = step.at + step.s - second();
    setText("clock", minutes(Math.ceil(left)));
    setText("total", fill(words.total, { time: minutes(Math.ceil(session.rest(second()))) }));
    part("meter").style.transform = `scaleX(${Math.min(1, (second() - step.at) / step.s)})`;
    if (step.pacer) breathe(step);
    if (!clock.running) return;
    if (clock.spent - marked > MARK_EVERY) mark();
    const next = session.after(step);
    if (next && left <= 7 && step.s >= 20 && cued !== next.index) {
      cued = next.index;
      speak(fill(words.comes, { what: announce(next) }));
    }
    if (data.most && clock.spent > data.most * 60_000) return timeUp(step);
    if (session.due(second()) && (!panel || panel === "more" || (panel === "check" && !waiting))) {
      session.asked += 1;
      // Somebody who is answering already is asked from now on, and keeps what is chosen.
      if (panel === "check") wait(true);
      else check(true);
    }
    if (panel === "check" && waiting && clock.spent > waiting) answered(null, []);
  };

  const running = (on) => {
    // What a sign has ended does not go on, whatever is pressed.
    if (on && ended) return;
    if (on && (refused ?? stale())) return refuse(refused ?? stale());
    if (on) {
      sound.wake();
      sound.set(sound.volume);
      clock.start();
      awake();
      if (!begun) {
        begun = Date.now();
        speak(session.at(second())?.q ?? "");
      }
    } else {
      clock.pause();
      voice.hush();
      sound.quiet();
      asleep();
    }
    figure.hold(!on);
    if (breath) on ? breath.play() : breath.pause();
    root.dataset.running = on ? "yes" : "";
    part("pause").setAttribute("aria-pressed", String(!on));
    part("pause-word").textContent = on ? words.pause : begun ? words.goOn : words.start;
    shown ??= null;
    store();
    draw();
  };

  // Panels: one at a time, over the words and never over STOP.
  const open = (name) => {
    for (const one of all("[data-panel]")) one.hidden = one.dataset.panel !== name;
    panel = name;
    root.dataset.open = name ?? "";
    if (name) part(`panel="${name}"`).querySelector("h2")?.focus();
    mark();
  };
  const close = () => {
    waiting = 0;
    open(null);
  };

  const wait = (asked, until = clock.spent + data.wait * 1000) => {
    part("check-hint").hidden = !asked;
    waiting = asked && clock.running ? until : 0;
    mark();
  };
  const check = (asked, say = "") => {
    for (const input of all('[data-panel="check"] input')) input.checked = false;
    open("check");
    wait(asked);
    if (asked) speak(`${say} ${data.checkSay}`.trim());
  };
  const answered = (discomfort, signs) => {
    const step = session.at(second());
    const does = session.said(second(), discomfort, signs);
    const minute = Math.floor(second() / 60);
    record("session.checked", { second: Math.floor(second()), step: step?.id ?? null, discomfort, signs, did: does.act, rule: does.rule?.code ?? null });
    if (does.rule) notes.push({ code: does.rule.code, minute, act: does.act });
    waiting = 0;
    react(does, step);
  };
  const react = ({ act, rule }, step) => {
    if (act === "go-on") {
      close();
      return;
    }
    if (act === "ease-off" && rule?.silent) {
      // Nobody answered: lighter, and once more.
      showPressure(step);
      toast(words.silent);
      check(true, words.silent);
      return;
    }
    if (act === "ease-off") {
      showPressure(step);
      close();
      toast(rule?.say ?? words.lighter);
      speak(rule?.say ?? words.lighter);
      return;
    }
    // A rule that says "lighter" left the place: it was twice, or it cannot be lighter.
    const say = act === "stop-place" && rule?.act === "ease-off" ? words.leavePlace : (rule?.say ?? "");
    setText("react-say", say);
    setText("react-event", rule?.ev ?? "");
    part("react").dataset.act = act;
    part("react-go").hidden = act !== "stop-place" || !session.at(second());
    part("react-call").hidden = act !== "emergency" && act !== "urgent";
    if (act === "stop-place") {
      // The clock goes on with what is left; the words say what was left out.
      figure.clear();
      shown = null;
    } else {
      ended = act;
    }
    running(false);
    open("react");
    speak(say);
  };
  const toast = (text) => {
    const line = part("toast");
    line.textContent = text;
    line.hidden = false;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => { line.hidden = true; }, 7000);
  };

  const away = () => {
    open("away");
    running(false);
  };
  const timeUp = (step) => {
    const rest = session.steps.findLast((one) => one.k === "part");
    data.most = 0;
    const rule = data.rules.find((one) => one.id === "time");
    toast(rule?.say ?? "");
    speak(rule?.say ?? "");
    if (rest && rest.index !== step.index) clock.to(rest.at * 1000);
    draw();
  };

  // The end: questions, then a code.
  /** The gravest that was said, where it needs help: a sign that is stronger than how it went. */
  const alarm = () => notes.findLast(({ act }) => act === "emergency") ?? notes.findLast(({ act }) => act === "urgent");
  /** Puts it on top of a page, with the number. */
  const warn = (where) => {
    const sign = alarm();
    const rule = sign && data.rules.find(({ code }) => code === sign.code);
    if (!rule || where.querySelector("[data-warned]")) return Boolean(rule);
    const line = Object.assign(document.createElement("p"), { className: "warned", textContent: `${rule.ev}. ${rule.say}` });
    line.dataset.warned = "";
    const call = part("react-call").cloneNode(true);
    call.hidden = false;
    where.querySelector("h2").after(line, call);
    return true;
  };
  const over = (how) => {
    if (["after", "done", "refused"].includes(root.dataset.phase)) return;
    if (clock.running) running(false);
    ended = ended ?? how ?? "finished";
    figure.clear();
    close();
    root.dataset.phase = "after";
    store();
    sound.tone(300);
    if (!data.kept) {
      root.dataset.phase = "done";
      part("finis").hidden = false;
      return part("finis").querySelector("h2").focus();
    }
    part("after").hidden = false;
    // Whoever needs help now is asked nothing; a file asks, because its code is all that comes back of it.
    if (warn(part("after")) && part("after-form")) part("after-form").hidden = !data.file;
    part("after").querySelector("h2").focus();
    window.scrollTo(0, 0);
  };
  const scores = (form, when) =>
    data.asks[when].filter(({ scale }) => scale).map(({ id }) => {
      const value = new FormData(form).get(`s-${id}`);
      return value === null ? null : Number(value);
    });
  const finish = async (event) => {
    const form = event.target;
    const said = new FormData(form);
    const missing = data.asks.after.filter(({ id }) => said.get(`s-${id}`) === null);
    part("missing").hidden = missing.length === 0;
    event.preventDefault();
    if (missing.length > 0) {
      form.querySelector(`[name="s-${missing[0].id}"]`).focus();
      return;
    }
    const values = Object.fromEntries(data.asks.after.map(({ id, scale }) => [id, scale ? Number(said.get(`s-${id}`)) : said.get(`s-${id}`)]));
    if (finished) return;
    finished = { values, code: code(form, values) };
    record("session.ended", { said: values, how: ended, played: Math.round(clock.spent / 1000), of: session.seconds });
    if ((await sendAll()) && !data.file) return leave("/player/ended");
    done();
  };
  const code = (form, values) =>
    encode({
      short: data.short,
      madeToBegin: Math.max(0, Math.round(((begun ?? data.made) - data.made) / 60_000)),
      played: Math.round(clock.spent / 60_000),
      before,
      after: scores(form, "after"),
      sign: values["signs-after"],
      stopped: ended !== "finished",
      notes,
    });
  const done = () => {
    const { values } = finished;
    root.dataset.phase = "done";
    part("done").hidden = false;
    setText("code", finished.code);
    part("qr").setAttribute("d", qrPath(finished.code));
    part("unsent").hidden = data.file;
    setText("unsent-line", untaken || (keep.there ? words.kept : words.notKept));
    nextWords(values);
    part("done").querySelector("h2").focus();
  };
  const nextWords = (values) => {
    // Nothing about tomorrow where somebody has to be looked at today.
    if (warn(part("done"))) return;
    const first = before?.[0] ?? null;
    const change = first === null ? 0 : Number(values["pain-after"]) - first;
    const one = values["signs-after"] !== "no"
      ? data.next.find(({ id }) => id === "new-sign")
      : data.next.find(({ id, change: least }) => (id === "worse" && change >= least) || (id === "hardly" && clock.spent < session.seconds * 500) || (id === "better" && change <= least)) ?? (first === null ? null : data.next.find(({ id }) => id === "same"));
    const hard = notes.some(({ code }) => data.rules.find((rule) => rule.code === code)?.id === "hard") ? data.next.find(({ id }) => id === "hard") : null;
    part("next-list").replaceChildren(...[one, hard].filter(Boolean).map(({ say }) => Object.assign(document.createElement("p"), { textContent: say })));
  };

  // Buttons.
  const on = (name, act) => part(name)?.addEventListener("click", act);
  const current = () => session.at(second());
  const move = (step) => {
    if (!step) return over("finished");
    clock.to(step.at * 1000);
    shown = cued = null;
    draw();
  };
  on("pause", () => running(!clock.running));
  on("tap", () => { if (begun && !panel) running(!clock.running); });
  on("skip", () => move(session.after(current())));
  on("repeat", () => {
    const step = current();
    const early = second() - step.at < 3 ? session.before(step) : null;
    move(early ?? step);
  });
  on("swap", () => {
    const step = current();
    if (session.swap(step)) move(session.steps.find((one) => one.at === step.at));
  });
  on("softer", () => {
    session.softer(current());
    showPressure(current());
    speak(words.pressures[session.pressure(current())]);
  });
  on("firmer", () => {
    session.firmer(current());
    showPressure(current());
    speak(words.pressures[session.pressure(current())]);
  });
  on("ask", () => check(false));
  // Nothing that was asked goes because somebody sets the sound.
  on("more", () => { if (!panel || panel === "more") open(panel ? null : "more"); });
  for (const button of all("[data-close]")) button.addEventListener("click", close);
  on("fine", () => {
    const number = root.querySelector('[name="discomfort"]:checked');
    const signs = all('[name="sign"]:checked').map((input) => Number(input.value));
    // Nothing chosen is no answer, and no answer is never "all is well".
    if (!number && signs.length === 0) return root.querySelector('[name="discomfort"]').focus();
    answered(number ? Number(number.value) : null, signs);
  });
  on("stop", (event) => {
    event.preventDefault();
    if (ended) return;
    running(false);
    open("stop");
    speak(data.stopSay);
  });
  for (const button of all("[data-sign]")) {
    button.addEventListener("click", () => answered(null, [Number(button.dataset.sign)]));
  }
  on("react-go", () => {
    close();
    running(true);
  });
  for (const button of all("[data-end]")) {
    button.addEventListener("click", () => {
      record("session.stopped", { second: Math.floor(second()), how: ended ?? "stopped" });
      over(ended ?? "stopped");
      // Somebody who needs help answers no questions about how it was.
      sendAll().then((sent) => { if ((sent || untaken) && alarm() && data.kept && !data.file) leave("/player/sign"); });
    });
  }
  on("stop-go", () => {
    const step = current();
    const act = session.hurt(second());
    close();
    if (act === "stop-place") return react({ act, rule: { act: "ease-off" } }, step);
    running(true);
    if (act === "ease-off") react({ act, rule: null }, step);
  });
  /** What was open before somebody was away is open again. */
  const resume = () => {
    const { panel: was } = unanswered ?? {};
    unanswered = null;
    if (was === "stop") return open("stop");
    running(true);
    if (was === "check") check(true);
  };
  on("away-go", () => {
    close();
    resume();
  });
  on("away-again", () => {
    close();
    move(current());
    resume();
  });
  part("voice").addEventListener("input", (event) => { voice.volume = Number(event.target.value); });
  part("sound").addEventListener("input", (event) => {
    sound.wake();
    sound.set(Number(event.target.value));
  });
  part("captions").addEventListener("change", (event) => root.classList.toggle("quiet", !event.target.checked));
  part("after-form")?.addEventListener("submit", finish);
  part("before-form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (refused ?? stale()) return refuse(refused ?? stale());
    before = scores(event.target, "before");
    ready();
    store();
    part("pause").focus();
  });
  const ready = () => {
    if (refused) return;
    delete root.dataset.phase;
    part("before").hidden = true;
    window.scrollTo(0, 0);
    if (shown !== null) enter(session.steps.find((step) => step.index === shown));
  };
  addEventListener("pagehide", store);
  document.addEventListener("visibilitychange", () => {
    clock.read(true);
    if (!document.hidden && clock.running) awake();
    store();
    draw();
    if (!document.hidden) currentEnough();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, button, a, summary") || event.key !== " ") return;
    event.preventDefault();
    if (!panel && begun) running(!clock.running);
  });

  // May it be played here, today, with this knowledge?
  const refuse = (text) => {
    if (clock.running) running(false);
    close();
    refused = text;
    root.dataset.phase = "refused";
    if (part("before")) part("before").hidden = true;
    part("refused").hidden = false;
    setText("refused-why", text);
    window.scrollTo(0, 0);
    part("refused").querySelector("h2").focus();
  };
  /** Why it is too old, or too early, to begin; nothing where it may. */
  const stale = () => {
    const now = Date.now();
    if (ended || (begun && now - begun < GOES_ON)) return null;
    if (now > data.until) return words.tooOld;
    return now < data.made - 24 * 3600_000 ? words.clockWrong : null;
  };
  const currentEnough = async () => {
    if (refused) return;
    if (stale()) return refuse(stale());
    if (data.file || leaving) return;
    try {
      const state = await (await fetch("/session/state", { cache: "no-store" })).json();
      if (state.knowledge !== data.knowledge && !begun) return refuse(words.outdated);
      if (state.cleared === false && data.cleared && !ended) return refuse(words.withdrawn);
      before ??= state.before?.[data.id] ?? null;
      // The record says that it is over, and nothing waits to be sent: it was finished elsewhere.
      if (data.kept && state.open && !state.open.includes(data.id) && pending.events.length === 0) await leave("/tonight");
    } catch {
      part("offline").hidden = false;
    }
  };

  const opened = Keep.open().then(async (found) => {
    keep = found;
    const was = data.kept ? await keep.get(data.id) : null;
    if (was) {
      pending.events = [...was.events, ...pending.events];
      session.checks = was.checks ?? [];
      notes = was.notes ?? [];
      before ??= was.before ?? null;
      finished = was.finished ?? null;
    }
    part("storage").hidden = keep.there;
    if (root.dataset.phase === "before" && (before || begun)) ready();
    if (finished) done();
    else if (ended) over(ended);
    await again();
  });
  const again = async () => {
    const sent = await sendAll();
    if (sent && finished && !data.file) await leave("/player/ended");
    else if ((sent || untaken) && ended && alarm() && data.kept && !data.file) await leave("/player/sign");
    if (!data.file) await sendWaiting(keep, data.id);
  };
  addEventListener("online", again);

  tellVoice();
  part("steps").open = false;
  part("bar").replaceChildren(...data.steps.map((step) => {
    const bar = document.createElement("i");
    bar.style.flexGrow = step.s;
    return bar;
  }));
  const first = clock.running;
  running(false);
  opened.then(currentEnough);
  if (first) running(true);
  // What was asked before a reload is still asked, for as long as it was.
  unanswered = begun && !ended ? (kept?.asking ?? null) : null;
  if (clock.away) away();
  else if (unanswered) {
    open(unanswered.panel);
    wait(unanswered.waiting > 0, unanswered.waiting);
    unanswered = null;
  }
  setInterval(draw, 200);
  if (!data.file) navigator.serviceWorker?.register("/sw.js").catch(() => {});
}

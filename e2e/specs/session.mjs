// Sessions: with reloads, without a network, with a clock that is set, on browsers that have less; taken along as a file.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desk, phone } from "../lib/browser.mjs";
import { answerAfter, answerCheck, begin, dataOf, ends, left, run } from "../lib/session.mjs";
import { story } from "../lib/spec.mjs";
import { program } from "../lib/server.mjs";
import { Walker } from "../lib/walker.mjs";

const hurts = (...places) => ({
  answers: { age: 30, sex: "female" },
  pain: places.map((place) => ({ place, intensity: 4, quality: ["tight"] })),
});

/** Somebody with a result, in front of the player's door. The interview itself has specs of its own. */
async function ready(house, view, sheet) {
  const walker = new Walker(house.address);
  await walker.begin({ name: "Me" });
  await walker.finish(sheet);
  await view.takeOver(walker, "/result");
}

/** Hides the page, as a locked phone does, or shows it again. */
const hide = (page, hidden) =>
  page.evaluate((is) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => is });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

/** Waits until the page can be opened without a network. */
const keptOffline = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    for (;;) {
      for (const name of await caches.keys()) if (await (await caches.open(name)).match("/player")) return;
      await fetch("/session/state");
    }
  });

/** How often each kind of event stands in the record, as the page of the record tells it. */
async function recorded(page, words) {
  await page.goto("/record");
  const lines = await page.locator("main").innerText();
  return lines.split("\n").filter((line) => line.includes(words)).length;
}

story("a session with reloads, a hidden page and no network", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address });
  const { page, context } = view;
  await page.clock.install();
  await ready(house, view, hurts("low-back-left", "low-back-right"));
  await begin(page);
  const data = await dataOf(page);
  const total = data.steps.reduce((sum, step) => sum + step.s, 0);
  check("a partner's session lasts at most fifteen minutes", total <= 900 && total % 60 === 0, `${total}`);
  check("no pressure is above light", data.steps.every((step) => (step.ceiling ?? 0) <= 2));
  const text = JSON.stringify(data);
  check("the session carries no name and no complaint", !/\bMe\b|tight|"pain"/.test(text));
  check("what hurts is worked on", data.steps.some((step) => step.id?.startsWith("low-")));

  await page.locator("[data-pause]").click();
  await keptOffline(page);

  // A reload at many seconds of the session goes on where it was.
  const off = [];
  let checks = 0;
  for (let reloads = 0; reloads < 8; reloads += 1) {
    checks += await run(page, 37);
    const before = await ends(page);
    await page.reload();
    await page.clock.runFor(400);
    const after = await ends(page);
    if (Math.abs(before - after) > 2) off.push(`${before} ${after}`);
    if ((await page.locator("[data-player]").getAttribute("data-running")) !== "yes") off.push("stopped");
  }
  check("a reload at any moment goes on where it was", off.length === 0, off.join(" | "));

  // Flight mode: two reloads, a hidden page, a check.
  await context.setOffline(true);
  for (let reloads = 0; reloads < 2; reloads += 1) {
    const before = await ends(page);
    await page.reload();
    await page.clock.runFor(400);
    check(`without a network, reload ${reloads + 1} shows the session`, await page.locator("[data-clock]").isVisible(), page.url());
    check(`and goes on, reload ${reloads + 1}`, Math.abs(before - (await ends(page))) <= 2);
  }
  // The phone is locked for two minutes: the page is hidden, timers stand still, the clock on the wall goes on.
  const locked = await left(page);
  await hide(page, true);
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 120_000;
  });
  await hide(page, false);
  await page.clock.runFor(400);
  const woken = locked - (await left(page));
  check("a locked phone goes on where the session is by then", woken >= 118 && woken <= 180, `${woken}`);
  await page.reload();
  // By the clock of the reloaded page two minutes have not been yet: a clock that was set back. It waits and asks.
  await page.locator('[data-panel="away"]').waitFor();
  check("a clock that was set back waits", (await page.locator("[data-player]").getAttribute("data-running")) !== "yes");
  await page.locator("[data-away-go]").click();
  await page.locator("[data-ask]").click();
  await answerCheck(page, 3);
  checks += await run(page, 900);
  check("it ends by itself", await page.locator("#after").isVisible());
  await answerAfter(page, 2);
  await page.locator("[data-done]").waitFor();
  const code = await page.locator("[data-code]").innerText();
  check("without a network it shows a code", /^[0-9A-Z]{4}(-[0-9A-Z]{1,4})+$/.test(code));
  await page.reload();
  await page.locator("[data-done]").waitFor();
  check("a reload after the end asks nothing twice", !(await page.locator("#after").isVisible()));
  check("and shows the same code", (await page.locator("[data-code]").innerText()) === code);
  const kept = await page.evaluate(() => new Promise((done) => {
    const open = indexedDB.open("supple-player", 1);
    open.onsuccess = () => {
      const all = open.result.transaction("kept").objectStore("kept").getAll();
      all.onsuccess = () => done(all.result.map((one) => (one instanceof CryptoKey ? `key ${one.extractable}` : Object.keys(one).sort().join())));
    };
  }));
  check("what waits is kept locked, with a key that cannot be read out", kept.includes("key false") && kept.includes("iv,sealed"), kept.join(" | "));
  const clear = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage, state: history.state }));
  check("nothing about health stands in clear", !/discomfort|signs|pain/.test(clear), clear);

  // The network is back: what waits is sent by itself.
  await context.setOffline(false);
  await page.waitForURL("**/player/ended");
  const asked = await recorded(page, "Asked during the session");
  const ended = await recorded(page, "Session finished");
  check("the end stands in the record once", ended === 1, `${ended}`);
  const gone = await page.evaluate(async () => {
    const name = (await caches.keys()).find((one) => one.startsWith("supple-player-"));
    return name ? Boolean(await (await caches.open(name)).match("/player")) : false;
  });
  check("the session is not kept after its end", !gone);
  check("each check stands in the record once", asked === checks + 1, `${asked} ${checks + 1}`);
  check("nothing was asked of another host", view.elsewhere.length === 0, view.elsewhere.join(" "));
});

story("an entry that the record holds otherwise stays on the device and is said", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address });
  const { page } = view;
  await page.clock.install();
  await ready(house, view, hurts("low-back-left"));
  await begin(page);
  await page.locator("[data-pause]").click();
  await keptOffline(page);
  // Something else comes first under the id of the first entry, as from a phone that was copied.
  await page.evaluate(() => {
    const real = window.fetch;
    let once = true;
    window.fetch = async (to, how) => {
      if (to === "/session/events" && once) {
        once = false;
        const body = new URLSearchParams(how.body);
        const [first] = JSON.parse(body.get("events"));
        body.set("events", JSON.stringify([{ ...first, discomfort: 1 }]));
        await real(to, { ...how, body });
      }
      return real(to, how);
    };
  });
  await page.locator("[data-ask]").click();
  await answerCheck(page, 3);
  await page.locator("[data-stop]").click();
  await page.locator('[data-panel="stop"] [data-end]').click();
  await answerAfter(page, 2);
  await page.locator("[data-done]").waitFor();
  const line = await page.locator("[data-unsent-line]").innerText();
  check("the player says that it was not taken", line.includes("not taken into your record"), line);
  const note = page.locator('main [role="alert"]', { hasText: "not taken into your record" });
  check("what the record holds stays", (await recorded(page, "Asked during the session")) === 1);
  check("the rest was taken", (await recorded(page, "Session finished")) + (await recorded(page, "Session stopped")) > 0);
  await note.waitFor();
  await page.goto("/");
  await note.waitFor();
  check("each page says it", (await note.count()) === 1);
  await note.locator("button").click();
  // The worker has forgotten it once nothing is kept any more.
  const kept = () => page.evaluate(() => new Promise((done) => {
    const open = indexedDB.open("supple-player", 1);
    open.onsuccess = () => {
      const all = open.result.transaction("kept").objectStore("kept").getAllKeys();
      all.onsuccess = () => done(all.result.filter((key) => key !== "key").length);
    };
  }));
  for (let tries = 0; tries < 50 && (await kept()) > 0; tries += 1) await page.reload();
  check("nothing is kept once somebody has seen to it", (await kept()) === 0);
  await page.goto("/record");
  check("and no page says it any more", (await note.count()) === 0);
});

story("answers that could not be sent until the next day", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address });
  const { page, context } = view;
  await page.clock.install();
  await ready(house, view, hurts("low-back-left"));
  await begin(page);
  await page.locator("[data-pause]").click();
  await keptOffline(page);
  await context.setOffline(true);
  await page.locator("[data-ask]").click();
  await answerCheck(page, 3);
  await page.locator("[data-stop]").click();
  await page.locator('[data-panel="stop"] [data-end]').click();
  await answerAfter(page, 2);
  await page.locator("[data-done]").waitFor();

  await house.comeBack(1);
  await context.setOffline(false);
  await page.goto("/");
  await page.locator('input[name="who"]').first().check();
  await Promise.all([page.waitForURL("**/again"), page.locator('button[value="d1"]').click()]);
  // Any page will do; the one of the session is not there any more.
  await page.goto("/player");
  check("an old session is not shown any more", (await page.locator("[data-player]").count()) === 0, view.path());
  for (let tries = 0; tries < 20 && (await recorded(page, "Session finished")) === 0; tries += 1) await page.goto("/");
  check("the check stands in the record once", (await recorded(page, "Asked during the session")) === 1);
  check("the stop stands in the record once", (await recorded(page, "Session stopped")) === 1);
  check("the end stands in the record once", (await recorded(page, "Session finished")) === 1);
  const rest = await page.evaluate(() => new Promise((done) => {
    const open = indexedDB.open("supple-player", 1);
    open.onsuccess = () => {
      const all = open.result.transaction("kept").objectStore("kept").getAllKeys();
      all.onsuccess = () => done(all.result.join(" "));
    };
  }));
  check("nothing is kept once it is sent", rest === "" || rest === "key", rest);
});

story("STOP, going on gently, and what a reload does not answer", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address });
  const { page } = view;
  await page.clock.install();
  await ready(house, view, hurts("low-back-left"));
  await begin(page);
  const data = await dataOf(page);
  await page.locator("[data-pause]").click();
  const main = data.steps.findIndex((step) => step.ceiling >= 2);
  for (let step = 0; step < main; step += 1) await page.locator("[data-skip]").click();
  await page.locator("[data-firmer]").click();
  const pressure = () => page.locator("[data-press-name]").innerText();
  const title = () => page.locator("[data-title]").innerText();
  const stop = page.locator('[data-panel="stop"]');
  check("light to begin with", (await pressure()) === "light", await pressure());
  const hurt = await title();

  await page.locator("[data-stop]").click();
  check("STOP stops", await stop.isVisible());
  const signs = await stop.locator("[data-sign]").allInnerTexts();
  check("what is most urgent stands first", signs.findIndex((sign) => /between the legs/.test(sign)) < signs.findIndex((sign) => /Tingling/.test(sign)), signs.join(" | "));
  await page.reload();
  await page.clock.runFor(400);
  check("a reload does not forget it", await stop.isVisible());
  check("nothing goes on behind it", (await page.locator("[data-player]").getAttribute("data-running")) !== "yes");
  await page.locator("[data-stop-go]").click();
  await page.clock.runFor(400);
  check("going on is one step lighter", (await pressure()) === "skin only", await pressure());
  check("and stays so", await page.locator("[data-firmer]").isDisabled());
  await page.locator("[data-stop]").click();
  await page.locator("[data-stop-go]").click();
  check("what hurts again is left", await page.locator('[data-panel="react"]').isVisible());
  await page.locator("[data-react-go]").click();
  await page.clock.runFor(400);
  check("and not come back to", (await title()) !== hurt, await title());

  // Asked, and nobody answers: a reload is no answer.
  const asked = page.locator('[data-panel="check"]');
  await page.evaluate(() => document.querySelector("[data-pause]").focus());
  await run(page, 30);
  const skips = await page.evaluate(() => JSON.parse(document.querySelector("#session-data").textContent).checks);
  check("checks are planned", skips.length > 0);
  for (let waits = 0; waits < 60 && !(await asked.isVisible()); waits += 1) await page.clock.runFor(10_000);
  if (await asked.isVisible()) {
    let reloads = 0;
    for (; reloads < 12 && (await asked.isVisible()); reloads += 1) {
      await page.clock.runFor(8_000);
      await page.reload();
      await page.clock.runFor(400);
    }
    check("silence ends it although the page is opened again and again", await page.locator('[data-panel="react"], #after').first().isVisible(), `${reloads}`);
  } else {
    check("or it was over before anything was asked", await page.locator("#after").isVisible());
  }
});

story("after a sign of an emergency nothing goes on", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: desk, baseURL: house.address });
  const { page } = view;
  await page.clock.install();
  await ready(house, view, hurts("low-back-left"));
  await begin(page);
  await page.locator("[data-pause]").click();
  const stopped = async () => (await page.locator("[data-player]").getAttribute("data-running")) !== "yes";
  const stop = page.locator('[data-panel="stop"]');

  await page.locator("[data-stop]").click();
  await page.locator("[data-more]").click();
  check("setting the sound does not close STOP", await stop.isVisible());
  await stop.locator("[data-sign]", { hasText: "between the legs" }).click();
  const told = page.locator('[data-panel="react"]');
  check("what to do is said", (await told.isVisible()) && (await told.getAttribute("data-act")) === "emergency");
  check("there is no way on", !(await page.locator("[data-react-go]").isVisible()));
  for (const name of ["stop", "more"]) {
    await page.locator(`[data-${name}]`).click({ force: true });
    check(`and ${name} makes none`, (await told.isVisible()) && !(await stop.isVisible()));
  }
  await page.evaluate(() => document.querySelector("[data-stop-go]").click());
  await page.evaluate(() => document.querySelector("[data-pause]").click());
  await page.clock.runFor(2000);
  check("nothing runs", await stopped());
});

story("alone with a ball, and what the answers do", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address });
  const { page } = view;
  await page.clock.install();
  await ready(house, view, hurts("between-blades-left"));
  await page.goto("/tonight");
  check("the ball is offered", (await page.locator('input[name="giver"][value="self-ball"]').count()) === 1);
  await begin(page, "self-ball");
  const data = await dataOf(page);
  const ball = data.steps.filter((step) => step.tool === "ball");
  check("the ball is used at the upper back", ball.length > 0 && ball.every((step) => step.s >= 30 && step.s <= 60), JSON.stringify(ball.map((step) => step.s)));
  check("ten minutes at most", data.steps.reduce((sum, step) => sum + step.s, 0) <= 600);
  await page.locator("[data-pause]").click();
  const first = data.steps.findIndex((step) => step.tool === "ball");
  for (let step = 0; step < first; step += 1) await page.locator("[data-skip]").click();
  await page.clock.runFor(2_000);
  check("the ball is drawn", (await page.locator("[data-over] .ball").count()) > 0);

  const pressure = () => page.locator("[data-dot].on").count();
  const before = await pressure();
  await page.locator("[data-ask]").click();
  await answerCheck(page, 5);
  const lower = await pressure();
  check("above 4 of 10 it gets lighter", lower === Math.max(1, before - 1) || (await page.locator('[data-panel="react"]').isVisible()), `${before} ${lower}`);
  if (!(await page.locator('[data-panel="react"]').isVisible())) {
    check("it cannot be made firmer again", await page.locator("[data-firmer]").isDisabled());
    await page.locator("[data-ask]").click();
    await answerCheck(page, 5);
  }
  check("twice in one step the place is left", await page.locator('[data-panel="react"]').isVisible());
  check("and that is what it says", (await page.locator("[data-react-say]").innerText()).includes("Leave it for today"));
  await page.locator("[data-react-go]").click();
  await page.clock.runFor(1_000);
  check("the rest goes on", (await page.locator("[data-player]").getAttribute("data-running")) === "yes");
  await page.locator("[data-stop]").click();
  await page.locator('[data-panel="stop"] [data-sign]', { hasText: "Chest pain" }).click();
  check("a sign of an emergency shows the number", await page.locator('[data-panel="react"] .call').isVisible());
  check("and offers no going on", !(await page.locator("[data-react-go]").isVisible()));
  await page.locator('[data-panel="react"] [data-end]').click();
  // Nobody who needs help is asked how it was.
  await page.waitForURL("**/player/sign");
  const help = await page.locator("main").innerText();
  check("after the end it says what to do, with the number", help.includes("112") && help.includes("Call the emergency number"), help);
  await page.goto("/result");
  const result = await page.locator("main").innerText();
  check("the result says so too, until what is new was answered", result.includes("112") && !result.includes("A gentle massage is possible"), result);
});

story("taken along as a file", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address, acceptDownloads: true });
  const { page, context } = view;
  await ready(house, view, hurts("low-back-left"));
  await page.goto("/tonight");
  await page.locator('input[name="giver"][value="partner"]').check();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator('button[name="take"]').click()]);
  const file = join(mkdtempSync(join(tmpdir(), "supple-file-")), "session.html");
  await download.saveAs(file);
  const html = readFileSync(file, "utf8");
  check("one file, without a word of another", !/(src|href)="(?!#|tel:|data:)[^"]+"/.test(html.replace(/<!--.*?-->/gs, "")) && html.length < 200_000, `${html.length}`);
  check("no name and no answers", !/\bMe\b/.test(html.match(/id="session-data">(.*?)<\/script>/s)[1]) && !html.includes('name="csrf"'));

  const away = await context.newPage();
  const complaints = [];
  away.on("pageerror", (error) => complaints.push(String(error)));
  await away.clock.install();
  await context.setOffline(true);
  await away.goto(`file://${file}`);
  await away.setViewportSize(phone);
  check("it asks before itself", await away.locator("[data-before]").isVisible());
  for (const name of await away.$$eval('[data-before] fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
    await away.locator(`[data-before] input[name="${name}"][value="6"]`).check({ force: true });
  }
  await away.locator("[data-before-form] .btns button").click();
  await away.locator("[data-pause]").click();
  await run(away, 1200);
  check("it ends by itself", await away.locator("#after").isVisible());
  await answerAfter(away, 3);
  const code = await away.locator("[data-code]").innerText();
  check("a code stands at its end", code.length >= 20, code);
  check("and a picture of it", (await away.locator("[data-qr]").getAttribute("d")).length > 500);
  const opened = async (text, time) => {
    const copy = file.replace("session.html", `copy-${Math.random()}.html`);
    writeFileSync(copy, text);
    const other = await context.newPage();
    await other.clock.install(time ? { time } : undefined);
    await other.goto(`file://${copy}`);
    await other.locator("[data-refused]").waitFor({ state: "visible" });
    const left = (await other.locator("[data-before]").isVisible()) || (await other.locator("[data-pause]").isVisible()) || (await other.locator("[data-after]").isVisible());
    return { other, left, why: await other.locator("[data-refused-why]").innerText() };
  };
  const stale = await opened(html, Date.now() + 3 * 86_400_000);
  check("on another day it is refused, and nothing is left to begin with", stale.why.includes("another day") && !stale.left, stale.why);
  await stale.other.locator("[data-before-form]").evaluate((form) => form.requestSubmit());
  await stale.other.locator("[data-pause]").evaluate((button) => button.click());
  await stale.other.clock.runFor(5_000);
  check("it does not play either", (await stale.other.locator("[data-refused]").isVisible()) && (await stale.other.locator("[data-player]").getAttribute("data-running")) !== "yes");
  const edited = await opened(html.replace(/"ceiling":\d/, '"ceiling":5'));
  check("edited by hand it is refused", edited.why.includes("changed") && !edited.left, edited.why);
  const torn = await opened(html.replace('"steps":[', '"steps":'));
  check("torn it is refused", torn.why.includes("damaged") && !torn.left, torn.why);
  check("the file runs without a fault", complaints.length === 0, complaints.join(" | "));
  await context.setOffline(false);

  const type = async (text) => {
    await page.goto("/code");
    await page.locator("#code").fill(text);
    await page.locator('form[action="/code"] button').click();
    await page.waitForLoadState();
  };
  await type(code.slice(0, 5) + (code[5] === "7" ? "8" : "7") + code.slice(6));
  check("a wrong letter is explained", (await page.locator(".problems").count()) === 1);
  await type(code.toLowerCase().replaceAll("-", " "));
  check("the code is taken", page.url().endsWith("/player/ended"), page.url());
  check("with its scores", /\b6\b/.test(await page.locator("main").innerText()) && /\b3\b/.test(await page.locator("main").innerText()));
  await type(code);
  check("a second time nothing is added", (await page.locator("main").innerText()).includes("already"));
  check("it stands in the record once", (await recorded(page, "Session finished")) === 1);
  const terminal = (...words) => spawnSync(program, ["code", "--data", house.data, ...words], { encoding: "utf8" });
  const again = terminal(...code.split("-"));
  check("the terminal knows it as well", again.status === 0 && again.stdout.includes("already"), again.stdout + again.stderr);
  const wrong = terminal(code.slice(0, -1) + (code.endsWith("0") ? "1" : "0"));
  check("and says what is wrong with another", wrong.status === 2 && wrong.stderr.length > 20, wrong.stdout + wrong.stderr);
});

story("browsers that have less, and clocks that are set", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address });
  const { page } = view;
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", { get() { throw new DOMException("denied", "SecurityError"); } });
    Object.defineProperty(globalThis, "speechSynthesis", { value: undefined });
    Object.defineProperty(navigator, "wakeLock", { value: { request: () => Promise.reject(new Error("none")) } });
  });
  await page.clock.install();
  await ready(house, view, hurts("low-back-left"));
  await begin(page);
  await page.locator("[data-pause]").click();
  await page.clock.runFor(2_000);
  await page.locator("[data-more]").click();
  check("it says that there is no voice", (await page.locator("[data-voice-line]").innerText()).includes("no voice"));
  check("it says that the screen cannot be kept on", (await page.locator("[data-awake]").innerText()).length > 10);
  check("it says that nothing is kept", await page.locator("[data-storage]").isVisible());
  await page.locator("[data-close]").click();

  // The clock is set an hour ahead while the page is in view: nothing is lost and nothing skipped.
  const before = await left(page);
  await page.evaluate(() => {
    const now = Date.now;
    globalThis.__now = now;
    Date.now = () => now() + 3_600_000;
  });
  await page.clock.runFor(2_000);
  check("a clock that is set ahead skips nothing", before - (await left(page)) <= 60, `${before} ${await left(page)}`);
  await page.evaluate(() => { Date.now = () => globalThis.__now() - 7_200_000; });
  await page.clock.runFor(8_000);
  const gone = before - (await left(page));
  check("a clock that is set back repeats nothing", gone >= 8 && gone <= 68, `${gone}`);
  await page.reload();
  await page.clock.runFor(500);
  check("after a long gap it waits and asks", await page.locator('[data-panel="away"]').isVisible());
  check("no script error, no policy violation", view.complaints.length === 0, view.complaints.join(" | "));
});

story("an old player with new knowledge", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, baseURL: house.address });
  const { page } = view;
  await ready(house, view, hurts("low-back-left"));
  await begin(page);
  await page.route("**/session/state", (route) => route.fulfill({ json: { token: "x", knowledge: "another", session: null } }));
  await page.reload();
  await page.locator("[data-refused]").waitFor({ state: "visible" });
  check("it does not start, and says why", (await page.locator("[data-refused-why]").innerText()).includes("older knowledge"));
  check("there is nothing to start", !(await page.locator("[data-pause]").isVisible()));
  await page.unroute("**/session/state");
  const later = await view.context.newPage();
  await later.clock.install({ time: Date.now() + 3 * 86_400_000 });
  await later.goto("/player");
  await later.locator("[data-refused]").waitFor({ state: "visible" });
  check("on another day it does not start either", (await later.locator("[data-refused-why]").innerText()).includes("another day"));
});

// The main job: from the first page to the end of tonight's session, as a healthy 30-year-old with a tight upper back.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY, Pointer, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { LATER } from "../lib/session.mjs";

const MOST_PAGES = 15;
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

/** Answers what is asked after a session. */
async function answerAfter(page, score) {
  for (const name of await page.$$eval('#after fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
    const value = page.locator(`#after input[name="${name}"][value="${score}"]`);
    await ((await value.count()) ? value : page.locator(`#after input[name="${name}"][value="no"]`)).check({ force: true });
  }
}

story("the main job on a phone", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone });
  const { page } = view;
  const person = new Pointer(view, await questions(house.address));

  const picture = async (name, viewport = phone, from = "body") => {
    if (process.env.SUPPLE_SCREENSHOTS !== "1") return;
    mkdirSync(pictures, { recursive: true });
    await page.setViewportSize(viewport);
    await page.evaluate((first) => {
      document.activeElement?.blur();
      document.querySelector(first).scrollIntoView();
    }, from);
    await page.screenshot({ path: `${pictures}${name}-${viewport.width}.png` });
    await page.setViewportSize(phone);
  };

  await page.clock.install();
  await page.goto(house.address);
  check("the first door is \"My back hurts\"", (await page.locator(".door").first().innerText()).startsWith("My back hurts"));
  check("five doors", (await page.locator('button[name="door"]').count()) === 5);
  await picture("start");
  await page.locator('button[value="d1"]').click();
  await page.waitForURL("**/map");

  // The map by touch: the drawing and the list are one.
  const box = page.locator('input[name="at"][value="between-blades-left"]');
  const shape = page.locator('[data-figs] a[href="#at-between-blades-left"]');
  await shape.click();
  check("touching the drawing marks the list", await box.isChecked());
  check("the drawing says that it is marked", (await shape.getAttribute("aria-checked")) === "true");
  await box.uncheck();
  check("the list unmarks the drawing", (await shape.getAttribute("aria-checked")) === "false");
  await box.check();
  await picture("map");
  await picture("map", desk);

  const preselected = [];
  await person.interview(HEALTHY, async () => {
    const chosen = await page.locator('main input[name^="a-"]:checked, main input[name^="i-"]:checked').count();
    if (chosen > 0) preselected.push(view.path());
  });
  check("no answer is chosen beforehand", preselected.length === 0, preselected.join(" "));
  if (view.path() === "/check") await person.press(page.locator('a.btn[href="/result"]'));
  check("the interview ends at the result", view.path() === "/result", view.path());
  check(`at most ${MOST_PAGES} pages with the result`, view.shown.length <= MOST_PAGES, () => `${view.shown.length}: ${view.shown.join(" ")}`);
  check("the result is clear, in one sentence", (await page.locator("h1").innerText()) === "Nothing in your answers stops a massage today.");
  check("the map shows what is allowed", (await page.locator(".res .fig svg").count()) >= 2);
  await picture("result");
  await picture("result", desk);

  // A first session that is stopped.
  await person.press(page.locator('a.btn[href="/tonight"]'));
  const begin = async (before) => {
    await page.locator('input[name="giver"]').first().check();
    for (const name of await page.$$eval('fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
      const score = page.locator(`input[name="${name}"][value="${before}"]`);
      await ((await score.count()) ? score : page.locator(`input[name="${name}"][value="no"]`)).check();
    }
    await person.press(page.locator('form[action="/tonight"] .btns button:not([name])'));
    if (await page.locator(LATER).count()) await person.press(page.locator(LATER));
  };
  await page.locator('form[action="/tonight"] .btns button:not([name])').click();
  await page.waitForLoadState("domcontentloaded");
  check("who gives it and the score before have to be said", (await page.locator(".problems li").count()) >= 2);
  await begin(5);
  check("the player is shown", view.path() === "/player", view.path());
  const clock = page.locator("[data-clock]");
  const seconds = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const length = await clock.innerText();
  await page.clock.runFor(5_000);
  check("the timer waits for its start", (await clock.innerText()) === length);
  await page.locator("[data-pause]").click();
  await page.clock.runFor(10_000);
  const gone = seconds(length) - seconds(await clock.innerText());
  check("ten seconds are ten seconds", gone >= 9 && gone <= 11, `${gone}`);
  await page.locator("[data-pause]").click();
  const paused = await clock.innerText();
  await page.clock.runFor(60_000);
  check("a pause holds the timer", (await clock.innerText()) === paused);
  const stop = page.locator("[data-stop]");
  const dock = await stop.boundingBox();
  check("STOP is on the screen and large", dock.y > 0 && dock.y + dock.height <= phone.height && dock.height >= 44);
  await page.locator("[data-pause]").click();
  for (let skips = 0; skips < 4; skips += 1) await page.locator("[data-skip]").click();
  await page.clock.runFor(1_000);
  await picture("tonight", phone, "[data-player]");
  await picture("tonight", desk, "[data-player]");
  await stop.click();
  check("STOP says what to do for several signs", (await page.locator('[data-panel="stop"] [data-sign]').count()) >= 3);
  check("STOP holds the timer", (await page.locator("[data-player]").getAttribute("data-running")) !== "yes");
  await page.locator('[data-panel="stop"] [data-end]').click();
  check("the session is ended, and asks how it was", await page.locator("#after").isVisible());
  await answerAfter(page, 4);
  await page.locator("#after .btns button").click();
  await page.waitForURL("**/player/ended");

  // Before every session it is asked what is new.
  await page.goto(`${house.address}/tonight`);
  check("after a session no other begins without asking what is new", (await page.locator('input[name="giver"]').count()) === 0, view.path());
  await page.goto(`${house.address}/again`);
  await person.press(page.locator('form[action="/again"] button'));
  view.shown.length = 0;
  await person.interview(HEALTHY);
  check("asking again is short", view.shown.length <= 3, view.shown.join(" "));
  if (view.path() === "/check") await person.press(page.locator('a.btn[href="/result"]'));

  // A second session to its end, by the clock.
  await person.press(page.locator('a.btn[href="/tonight"]'));
  await begin(5);
  const total = await page.$$eval(".steps > li", (steps) => steps.reduce((sum, step) => sum + Number(step.dataset.seconds), 0));
  check("it lasts ten to fifteen minutes", total >= 600 && total <= 900, `${total} s`);
  const title = page.locator("[data-title]");
  const first = await title.innerText();
  await page.locator("[data-pause]").click();
  await page.clock.runFor((seconds(length) + 1) * 1000);
  const second = await title.innerText();
  check("the next step comes by itself", second !== first && second.length > 0, second);
  await page.clock.runFor(1000);
  const before = await clock.innerText();
  await page.reload();
  await page.clock.runFor(500);
  check("a reload loses nothing of the timer", Math.abs(seconds(before) - seconds(await clock.innerText())) <= 2 && (await title.innerText()) === second, `${before} ${await clock.innerText()}`);
  // Minute by minute to the end; what is asked on the way is answered.
  let hands = 0;
  for (let minute = 0; minute < 20 && !(await page.locator("#after").isVisible()); minute += 1) {
    hands += await page.locator("[data-over] .hand").count();
    if (await page.locator('[data-panel="check"]').isVisible()) {
      await page.locator('[name="discomfort"][value="2"]').check({ force: true });
      await page.locator("[data-fine]").click();
    }
    await page.clock.runFor(15_000);
    if (await page.locator('[data-panel="check"]').isVisible()) continue;
    await page.clock.runFor(15_000);
    minute -= 0.5;
  }
  check("the drawing shows hands where they go", hands > 0);
  check("it ends by itself", await page.locator("#after").isVisible());
  await answerAfter(page, 2);
  await page.locator("#after .btns button").click();
  await page.waitForURL("**/player/ended");
  check("the end is reached", view.path() === "/player/ended", view.path());
  const said = await page.locator("main").innerText();
  check("it names the scores before and after", /\b5\b/.test(said) && /\b2\b/.test(said));
  check("it names the next step", (await page.locator(".card p").first().innerText()).length > 20);
  check("nothing was asked of another host", view.elsewhere.length === 0, view.elsewhere.join(" "));
  check("no script error, no policy violation", view.complaints.length === 0, view.complaints.join(" | "));
});

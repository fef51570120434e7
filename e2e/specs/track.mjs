// How it goes, with a moved clock: somebody whom it helps, somebody whom it does not, somebody with a new sign in week two.

import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, form, headline, words } from "../lib/walker.mjs";

const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const shoot = process.env.SUPPLE_SCREENSHOTS === "1";
const BACK = { ...HEALTHY, pain: [{ place: "low-back-left", intensity: 6 }] };

/** The weekly questions, all three with this score. */
async function weekly(person, score) {
  await person.get("/check-in/peg");
  const { hidden } = form(person.page.html, "/check-in/peg");
  await person.post("/check-in/peg", [...hidden, ...[0, 1, 2].map((item) => [`a-${item}`, String(score)])]);
}

/** The fields of a form with questions about scores and signs. */
function said(html, action, score, sign = "no") {
  const { hidden, text } = form(html, action);
  const asked = [...text.matchAll(/<fieldset[^>]* id="(s-[^"]+)"/g)].map(([, name]) => name);
  return [...hidden, ...asked.map((name) => [name, name.startsWith("s-signs") ? sign : String(score)])];
}

/** Answers what is new, and has a session. */
async function massage(person, before, after) {
  await person.get("/again");
  await person.answer(BACK);
  await person.finish(BACK);
  await person.get("/tonight");
  if (!person.page.html.includes('name="giver"')) throw new Error(`no session: ${headline(person.page.html)}`);
  await person.post("/tonight", [...said(person.page.html, "/tonight", before), ["giver", "partner"], ["later", "yes"]]);
  await person.get("/player");
  await person.post("/player/end", said(person.page.html, "/player/end", after));
}

/** Takes the plan as it is offered. */
async function take(person) {
  await person.get("/plan");
  await person.post("/plan", form(person.page.html, "/plan").hidden);
}

async function begin(house, name) {
  const person = new Walker(house.address);
  await person.begin({ name });
  await person.finish(BACK);
  await person.get("/result");
  return person;
}

story("somebody whom it helps", async ({ check, household, window }) => {
  const house = await household({ country: "GB" });
  let rosa = await begin(house, "Rosa");
  await weekly(rosa, 6);
  await take(rosa);
  await massage(rosa, 6, 4);
  await rosa.get("/progress");
  check("one session says nothing yet", words(rosa.page.html).includes("Not enough answers yet"), () => words(rosa.page.html).slice(0, 400));
  for (const [days, score] of [[7, 2], [14, 1], [21, 1]]) {
    await house.comeBack(days);
    rosa = new Walker(house.address);
    await rosa.enter("Rosa");
    await weekly(rosa, score);
  }
  await rosa.get("/progress");
  check("three weeks later it is clearly better", words(rosa.page.html).includes("Clearly better"), () => words(rosa.page.html).slice(0, 500));
  await rosa.get("/review");
  check("fewer sessions and an end are advised", words(rosa.page.html).includes("ADAPT-RELIEF"), () => words(rosa.page.html).slice(0, 600));
  await house.comeBack(35);
  rosa = new Walker(house.address);
  await rosa.enter("Rosa");
  await weekly(rosa, 4);
  await rosa.get("/review");
  check("when it comes back there is an early warning", words(rosa.page.html).includes("ADAPT-RISEN"), () => words(rosa.page.html).slice(0, 600));

  await rosa.get("/note");
  await rosa.post("/note", [...form(rosa.page.html, "/note").hidden, ["what", "strain"], ["day", new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)]]);
  for (const width of [360, 1440]) {
    const view = await window({ url: house.address, viewport: { width, height: 800 } });
    const { page } = view;
    await page.context().addCookies([{ name: "supple", value: rosa.cookie, url: house.address }]);
    for (const path of ["/progress", "/review", "/letter", "/check-in", "/note", "/reaction"]) {
      await page.goto(house.address + path);
      const found = await violations(page);
      check(`${path} at ${width} has no fault of access`, found.length === 0, found.join("; "));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      check(`${path} at ${width} does not scroll sideways`, !wide);
    }
    for (const span of ["week", "month", "all"]) {
      await page.goto(`${house.address}/progress?span=${span}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      check(`the ${span} at ${width} does not scroll sideways`, !wide);
      const small = await page.$$eval("svg.chart text", (texts) => texts.filter((text) => text.textContent && text.getBoundingClientRect().height < 9).length);
      check(`the words of the ${span}'s charts at ${width} can be read`, small === 0, `${small} are smaller than 9 pixels`);
      const chosen = width === 360 ? ["month", "all"] : ["all"];
      if (shoot && chosen.includes(span)) await page.screenshot({ path: `${pictures}progress-${span}-${width}.png`, fullPage: true });
    }
    if (shoot && width === 1440) {
      await page.emulateMedia({ colorScheme: "dark" });
      await page.goto(`${house.address}/progress`);
      await page.screenshot({ path: `${pictures}progress-dark-${width}.png`, fullPage: true });
      await page.emulateMedia({ colorScheme: "light", media: "print" });
      await page.setViewportSize({ width: 760, height: 1075 });
      await page.screenshot({ path: `${pictures}progress-print.png` });
    }
  }
});

story("somebody whom it does not help", async ({ check, household }) => {
  const house = await household({ country: "GB" });
  let otto = await begin(house, "Otto");
  await weekly(otto, 6);
  await take(otto);
  await massage(otto, 6, 6);
  await massage(otto, 6, 6);
  await house.comeBack(7);
  otto = new Walker(house.address);
  await otto.enter("Otto");
  await weekly(otto, 6);
  await otto.get("/review");
  check("after two sessions another treatment is proposed", words(otto.page.html).includes("ADAPT-NO-RESPONSE-2"), () => words(otto.page.html).slice(0, 600));
  await massage(otto, 6, 6);
  await massage(otto, 6, 6);
  await otto.get("/review");
  check("two sessions that nobody was asked after do not end it", !words(otto.page.html).includes("ADAPT-NO-RESPONSE-END"), () => words(otto.page.html).slice(0, 600));
  await house.comeBack(14);
  otto = new Walker(house.address);
  await otto.enter("Otto");
  await weekly(otto, 6);
  await otto.get("/review");
  check("after four the course ends", words(otto.page.html).includes("ADAPT-NO-RESPONSE-END") && /door first" name="way" value="doctor"/.test(otto.page.html), () => words(otto.page.html).slice(0, 600));
  await otto.post("/review", [...form(otto.page.html, "/review").hidden, ["way", "doctor"]]);
  check("and the letter is there", otto.path === "/letter" && words(otto.page.html).includes("4 sessions"), () => words(otto.page.html).slice(0, 800));
  await otto.get("/plan");
  check("the massages wait", headline(otto.page.html) === "No massage for now", headline(otto.page.html));
});

story("a new sign in week two", async ({ check, household }) => {
  const house = await household({ country: "GB" });
  let nora = await begin(house, "Nora");
  await weekly(nora, 5);
  await take(nora);
  await massage(nora, 5, 4);
  await house.comeBack(8);
  nora = new Walker(house.address);
  await nora.enter("Nora");
  await nora.get("/again");
  await nora.answer(BACK);
  await nora.finish(BACK);
  await nora.get("/tonight");
  check("before it there is a session", nora.page.html.includes('name="giver"'));
  await nora.get("/reaction");
  await nora.post("/reaction", [...form(nora.page.html, "/reaction").hidden, ["what", "nerve"], ["bad", "moderate"], ["lasted", "over-3-days"]]);
  await nora.get("/tonight");
  check("the sign takes it back at once", !nora.page.html.includes('name="giver"'), headline(nora.page.html));
  await nora.get("/next");
  await nora.finish({ ...BACK, answers: { ...BACK.answers, saddle_numbness: "yes", new_symptom: "yes" } });
  await nora.get("/progress");
  check("the reaction is counted", words(nora.page.html).includes("after 1 of 1 session"), () => words(nora.page.html).slice(0, 900));
});

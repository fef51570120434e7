// Four people from the body map to their plan: the low back by a partner, the upper back alone with a ball, week 24 of a
// pregnancy by a therapist, and a blood thinner. Then what everybody can do with a plan.

import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { desk, phone } from "../lib/browser.mjs";
import { Pointer, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

const PEOPLE = {
  "low-back": {
    answers: { age: 44, sex: "female", pain_duration: "under-6-weeks" },
    pain: [{ place: "low-back-left", intensity: 6 }, { place: "low-back-right", intensity: 4 }],
  },
  "upper-back": { answers: { age: 30, sex: "male" }, pain: [{ place: "between-blades-left", intensity: 4 }] },
  pregnant: {
    answers: { age: 31, sex: "female", pregnant: "yes", pregnancy_weeks: 24 },
    pain: [{ place: "low-back-left", intensity: 4 }],
  },
  thinner: { answers: { age: 58, sex: "male", blood_thinner: "yes" }, pain: [{ place: "low-back-left", intensity: 4 }] },
};

async function picture(page, name) {
  if (process.env.SUPPLE_SCREENSHOTS !== "1") return;
  mkdirSync(pictures, { recursive: true });
  for (const viewport of [phone, desk]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => {
      document.activeElement?.blur();
      scrollTo(0, 0);
    });
    await page.screenshot({ path: `${pictures}plan-${name}-${viewport.width}.png` });
  }
  await page.setViewportSize(phone);
}

/** Somebody whose questions are answered, in a window. */
async function arrive(house, window, name) {
  const walker = new Walker(house.address);
  await walker.begin({ name, country: "DE" });
  await walker.finish(PEOPLE[name]);
  const view = await window({ viewport: phone });
  await view.takeOver(walker, "/result");
  return view;
}

// What is folded counts: it is on the page and on paper.
const text = (page) =>
  page.evaluate(() => {
    const folded = [...document.querySelectorAll("main details:not([open])")];
    for (const one of folded) one.open = true;
    const said = document.querySelector("main").innerText;
    for (const one of folded) one.open = false;
    return said;
  });
const spots = (page) => page.locator(".spots > li").allInnerTexts();

story("the low back by a partner, from the body map to the plan and its week", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone });
  const { page } = view;
  const person = new Pointer(view, await questions(house.address));
  const faultless = async (sentence) => {
    const faults = await view.faults();
    check(sentence, faults.length === 0, faults.join("\n"));
  };
  await page.goto(house.address);
  await page.locator('button[value="d1"]').click();
  await page.waitForURL("**/map");
  await person.interview(PEOPLE["low-back"]);
  if (view.path() === "/check") await person.press(page.locator('a.btn[href="/result"]'));
  await person.press(page.locator('a.btn[href="/plan"]'));
  check("the result leads to the plan", view.path() === "/plan", view.path());
  check("a partner gives gentle massage at home", (await text(page)).includes("Gentle massage at home"));
  const first = (await spots(page))[0] ?? "";
  check("the low back comes first, with its pain", first.includes("Low back") && first.includes("pain 6 of 10"), first);
  check("light at most, at home", (await text(page)).includes("Nowhere firmer than light") && !/medium|strong|deep/.test(first), first);
  check("the answer stands in one screen of a phone", (await page.locator(".answer .acts > .btn").boundingBox()).y < 740);
  check("something active goes with it", (await page.locator(".lines .tag", { hasText: "active" }).count()) > 0);
  check("the drawing numbers the sites", (await page.locator(".map .nc").count()) >= 2);
  await faultless("no fault for eyes, ears and keys");
  check("the page weighs less than 60 kB", (await view.weight()) < 60_000, `${await view.weight()}`);
  await picture(page, "low-back");

  await page.locator(".spots summary").first().click();
  check("why this stands beside each line", await page.locator(".spots details[open] .tag").first().isVisible());

  // A wish redraws it, at once where there is script; the button is for everybody.
  await page.locator(".wished > summary").click();
  await page.locator('input[name="giver"][value="therapist"]').check();
  await page.waitForURL("**giver=therapist**");
  check("the plan is redrawn in its place", (await page.locator(".answer").innerText()).includes("Given by a trained therapist"));
  await page.locator('input[name="firmness"][value="firm"]').check();
  await person.press(page.locator('form[action="/plan"][method="get"] .btns button'));
  check("the wish is in the address and in the plan", view.path().includes("giver=therapist") && (await text(page)).includes("Given by a trained therapist"));
  await page.goto(`${house.address}/plan?giver=partner`);
  check("another address is another plan", (await text(page)).includes("Given by a partner at home"));

  await person.press(page.locator('form[action="/plan"][method="post"] button'));
  check("taking it leads to the week", view.path() === "/plan/week", view.path());
  check("the week has seven days", (await page.locator("section.day:not(.card)").count()) === 7);
  check("with sessions, a bath before, and a walk", /Massage, session 1/.test(await text(page)) && /bath/.test(await text(page)) && /Walk/.test(await text(page)));
  await faultless("no fault on the week");
  await picture(page, "week");
  for (const nth of [0, 1]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator('a[href*="week.ics"]').nth(nth).click()]);
    check("a calendar file to take along, and one with reminders", file.suggestedFilename() === "supple-week.ics", file.suggestedFilename());
    const reminds = readFileSync(await file.path(), "utf8").includes("BEGIN:VALARM");
    check(nth === 0 ? "it reminds of nothing by itself" : "it reminds", reminds === (nth === 1));
  }

  await page.goto(`${house.address}/plan/courses`);
  check("all twenty courses", (await page.locator(".list > li").count()) === 20);
  await faultless("no fault on the courses");
  await page.goto(`${house.address}/plan?giver=therapist&course=daily-10-14`);
  check("an article's course can be chosen", (await text(page)).includes("Ten to fourteen days in a row"));
  await page.goto(`${house.address}/plan?giver=partner&firmness=firm&minutes=500`);
  check("impossible wishes are said all at once", (await page.locator(".reasons li").count()) === 2, await text(page));
  await faultless("no fault where there is no plan");
  await page.goto(`${house.address}/devices`);
  check("devices are told with their limits", (await text(page)).includes("45 dB(A)"));
  await faultless("no fault on the devices");
  check("nothing came from elsewhere, nothing complained", view.elsewhere.length + view.complaints.length === 0, [...view.elsewhere, ...view.complaints].join("\n"));
});

story("the upper back alone with a ball", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await arrive(house, window, "upper-back");
  const { page } = view;
  await page.goto(`${house.address}/plan?giver=self`);
  check("without a ball there is none, and it says why", (await text(page)).includes("a device that is not at hand"), await text(page));
  await page.goto(`${house.address}/plan?giver=self&devices=ball`);
  check("a ball at the wall", (await text(page)).includes("A ball at the wall"));
  const all = (await spots(page)).join("\n");
  check("medium at most, alone", (await text(page)).includes("Nowhere firmer than medium") && !/strong|deep/.test(all), all);
  check("ten minutes at most", /\b(10|[3-9]) minutes/.test(await text(page)));
  await picture(page, "upper-back");
});

story("week 24 of a pregnancy, by a therapist", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await arrive(house, window, "pregnant");
  const { page } = view;
  await page.goto(`${house.address}/plan?giver=therapist`);
  const said = await text(page);
  const how = said.match(/Can be done:[^\n]*/)?.[0] ?? "";
  check("lying on the side, and never face down or flat on the back", how.includes("on the side") && !/face down|flat on the back/.test(how), how);
  check("light at most", !/firmer than (medium|strong|deep)/.test(said), said);
  check("no hot bath before it, no heat", !/warm bath|warm pack/i.test(said));
  check("no exercise flat on the back or on the front", !/Knee rolls|Pelvic tilt|up on the elbows/.test(said));
  await picture(page, "pregnant");
});

story("on a blood thinner", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await arrive(house, window, "thinner");
  const { page } = view;
  await page.goto(`${house.address}/plan?giver=therapist`);
  const said = await text(page);
  check("there is a plan", said.includes("Nowhere firmer than"), said);
  check("no deep work, no steady pressure on points", !/deep tissue|trigger|strong|to deep/i.test((await spots(page)).join("\n")), (await spots(page)).join("\n"));
  check("the medicines are a reminder", said.includes("Your medicines, as your doctor prescribed them"));
  await page.goto(`${house.address}/plan?giver=self&devices=ball&course=self-ball`);
  check("no ball", (await text(page)).includes("There is no plan like this"));
  await picture(page, "thinner");
});

// Nothing has to be scrolled sideways: at 320 px, and at 360 px with text of twice the size (WCAG 1.4.10 and 1.4.4).

import { Pointer, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const PAGES = [
  "/", "/emergency", "/crisis", "/map?all", "/map/pain?all", "/check", "/result", "/why", "/always", "/care", "/agreement",
  "/plan", "/plan?why", "/plan/why", "/plan/courses", "/plan/week", "/devices", "/tonight", "/session", "/breathe", "/routines",
  "/morning", "/lesson", "/code", "/again", "/check-in", "/reaction", "/note", "/progress", "/review", "/letter", "/record",
  "/record/import", "/record/take", "/record/destroy", "/visit", "/see-therapist", "/see-therapist/places", "/see-doctor", "/claims", "/claims/A1",
  "/articles", "/articles/A1", "/benefits", "/guidelines", "/rules/RF-CES-1", "/giving", "/techniques", "/technique/kneading",
  "/not-there",
];
/** Width in px, and the size of the text. */
const SIZES = [[320, "100%"], [360, "200%"]];

const KIM = {
  answers: { age: 44, sex: "female", pain_duration: "under-6-weeks" },
  pain: [{ place: "low-back-left", intensity: 6 }, { place: "low-back-right", intensity: 4 }],
};

/** What sticks out of the page at a width and text size, the innermost things only. */
async function sticksOut(page, width, size) {
  await page.setViewportSize({ width, height: 740 });
  return page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    const room = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - room;
    if (over <= 0) return "";
    const wide = [...document.querySelectorAll("main *, header *, footer *")].filter((element) => element.getBoundingClientRect().right > room + 1);
    const inner = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
    return `${over} px: ${inner.slice(0, 4).map((element) => `${element.tagName}.${element.className} in ${element.parentElement.className}`).join(", ")}`;
  }, size);
}

story("nothing has to be scrolled sideways", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const known = await questions(house.address);
  const walker = new Walker(house.address);
  await walker.begin({ name: "Maximiliane-Friederike", country: "DE", proxy: "Karl-Theodor" });
  const view = await window({ viewport: { width: 360, height: 740 } });
  const { page } = view;
  const measure = async (name) => {
    for (const [width, size] of SIZES) {
      const out = await sticksOut(page, width, size);
      check(`${name}: nothing sticks out at ${width} px with text of ${size}`, out === "", out);
    }
  };
  // Every page of the interview on the way, answered for somebody else; then every page that lies open, with a plan.
  await view.takeOver(walker, "/map");
  await new Pointer(view, known).interview(KIM, () => measure(view.path()));
  const kim = new Walker(house.address);
  await kim.begin({ name: "Wilhelmine-Antoinette", country: "DE" });
  await kim.finish(KIM);
  await view.takeOver(kim, "/plan");
  check("there is a plan to measure", (await page.locator(".spots").count()) > 0);
  for (const path of PAGES) {
    await page.goto(house.address + path);
    await measure(`${path} (${view.path()})`);
  }
});

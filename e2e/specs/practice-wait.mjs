// A client waits for a time; somebody else cancels; the time is held for who waits, counted down, and booked with one touch.

import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { TUESDAY, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
/** Noon in New York, so that no quiet hour comes between. */
const NOON_UTC = 17;
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

const minutes = (text) => Number(text.match(/\d+/)[0]);

/** The next Tuesday but one. */
function tuesday() {
  let days = 8;
  while (new Date(Date.now() + days * DAY_MS).getUTCDay() !== TUESDAY) days += 1;
  return iso(Date.now() + days * DAY_MS);
}

story("waiting for a time", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  await house.comeBack(0, NOON_UTC);
  const owner = await window({ viewport: desk });
  const path = await make(owner.page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
  const day = tuesday();
  const looked = async (page, name) => {
    for (const view of [phone, desk]) {
      await page.setViewportSize(view);
      check(`${name} is for everybody at ${view.width}`, (await violations(page)).length === 0, () => violations(page));
      check(`${name} does not scroll sideways at ${view.width}`, !(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
      if (process.env.SUPPLE_SCREENSHOTS === "1" && name === "offer") await page.screenshot({ path: `${pictures}wait-${name}-${view.width}.png`, fullPage: true });
    }
    await page.setViewportSize(phone);
  };
  const client = async (name) => {
    const walker = new Walker(house.address);
    await walker.begin({ name });
    await walker.finish(HEALTHY);
    await walker.get("/result");
    const view = await window({ viewport: phone });
    await view.page.context().addCookies([{ name: "supple", value: walker.cookie, url: house.address }]);
    return { walker, view, page: view.page };
  };

  // Kim has ten o'clock on that day; nothing else is open then for Lou.
  const kim = await client("Kim");
  const dry = await kim.walker.get(`/book?giver=therapist&count=1&day=${TUESDAY}&at=10:00&from=${day}`);
  const one = (name) => [name, values(dry.html, name)[0]];
  await kim.walker.post("/book", [one("csrf"), ["take", values(dry.html, "take")[0]], ...["wishes", "practice", "service", "key", "of"].map(one)]);
  const id = values(kim.walker.page.html, "id")[0];
  await kim.walker.post("/bookings", [["csrf", values(kim.walker.page.html, "csrf")[0]], ["id", id], ["act", "confirm"]]);

  const lou = await client("Lou");
  await lou.page.goto(`${house.address}/book?giver=therapist&count=1&day=${TUESDAY}&at=10:00&from=${day}`);
  await lou.page.locator('a[href^="/wait"]').first().click();
  await looked(lou.page, "form");
  check("the order is explained before anybody waits", (await lou.page.textContent("main")).includes("whoever has waited longest"));
  await lou.page.locator("#after").fill("ten");
  await lou.page.locator('form[action="/wait"][method="post"] .btns button').click();
  check("a mistake is named and what was typed is there", (await lou.page.textContent("main")).includes("Give a time like") && (await lou.page.inputValue("#after")) === "ten");
  for (const [field, value] of Object.entries({ after: "10:00", before: "11:00", first: day, last: day })) await lou.page.locator(`#${field}`).fill(value);
  await lou.page.locator('form[action="/wait"][method="post"] .btns button').click();
  const waits = await lou.page.textContent("main");
  check("who waits sees for what, and nothing is held", waits.includes("You wait for") && !waits.includes("has become free") && !waits.includes("Kim"), waits);

  // Kim cancels, and the time is Lou's for a while.
  await kim.page.goto(`${house.address}/bookings/change?id=${id}`);
  await kim.page.locator('[name="scope"][value="this"]').check();
  await kim.page.locator('button[value="cancel"]').click();
  await lou.page.reload();
  const offer = await lou.page.textContent("main");
  check("the time is held and says for how long", offer.includes("has become free") && offer.includes("10:00") && /Minutes left: \d+/.test(offer), offer);
  await looked(lou.page, "offer");
  const left = await lou.page.locator("[data-left]").textContent();
  await lou.page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 30 * 60_000;
  });
  await lou.page.waitForFunction((before) => document.querySelector("[data-left]").textContent !== before, left);
  const later = await lou.page.locator("[data-left]").textContent();
  check("it counts down", [29, 30, 31].includes(minutes(left) - minutes(later)), `${left} ${later}`);

  await owner.page.goto(`${house.address}${path}/waiting`);
  const list = await owner.page.textContent("main");
  check("the practice sees who waits and what is held for them", list.includes("Lou") && list.includes("A time is held for them until") && list.includes("gets no mail"), list);
  await looked(owner.page, "practice");

  await lou.page.locator('button[value="confirm"]').click();
  const done = await lou.page.textContent("main");
  check("one touch books it, and the waiting is over", done.includes("Move it or cancel") && !done.includes("You wait for"), done);
  const all = [owner, kim.view, lou.view];
  check("nothing was asked elsewhere, and no page complained", all.every((it) => it.elsewhere.length + it.complaints.length === 0), all.flatMap((it) => it.complaints).join("; "));
});

// A practice on this computer: made, a course of twelve booked across a change of the clocks, a day on which the client is
// unwell, and a licence that runs out before session nine.

import { violations } from "../lib/axe.mjs";
import { desk } from "../lib/browser.mjs";
import { HEALTHY, Keys, Pointer, questions } from "../lib/person.mjs";
import { TUESDAY, ZONE, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";

const DAY_MS = 86_400_000;

/** Hours by which a zone is behind UTC at a moment. */
function behind(at) {
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", hourCycle: "h23" });
  return (new Date(at).getUTCHours() - Number(hour.format(at)) + 24) % 24;
}

/** Five weeks before the next change of the clocks that is at least six weeks away, whatever day it is today. */
function before() {
  let at = Date.now() + 42 * DAY_MS;
  while (behind(at) === behind(at + DAY_MS)) at += DAY_MS;
  return at - 35 * DAY_MS;
}

story("a practice on this computer", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const owner = await window({ viewport: desk });
  const { page } = owner;
  const start = before();
  const path = await make(page, house.address, "Back Room", iso(start + 900 * DAY_MS));
  check("the practice can be booked", (await page.textContent("main")).includes("Can be booked today"), () => page.textContent("main"));

  const view = await window();
  const client = view.page;
  await client.goto(house.address);
  await client.locator('button[value="d1"]').click();
  await new Pointer(view, await questions(house.address)).interview(HEALTHY);

  const wish = `giver=therapist&count=12&day=${TUESDAY}&at=10:00&from=${iso(start)}`;
  await client.goto(`${house.address}/book?${wish}`);
  const taken = await client.$$eval('input[name="take"]', (boxes) => boxes.map((box) => box.value));
  const said = await client.$$eval("label.opt b", (lines) => lines.map((line) => line.textContent));
  check("twelve sessions fit", taken.length === 12, () => client.textContent("main"));
  check("each is on a Tuesday at ten on the wall", said.length === 12 && said.every((line) => line.includes("Tuesday") && line.includes("10:00")), said.join("; "));
  const moments = taken.map((value) => Number(value.split("|")[1]) * 300_000);
  const hours = new Set(moments.map((at) => new Date(at).getUTCHours()));
  check("the clocks change among them", hours.size === 2, [...hours].join());
  check("the page for choosing dates is for everybody", (await violations(client)).length === 0, () => violations(client));

  // Held and confirmed with the keyboard alone.
  const keys = new Keys(view, new Map());
  await keys.press(client.locator('form[action="/book"] .btns button').first());
  await client.waitForURL("**/bookings");
  check("what is held is not booked yet", (await client.textContent("main")).includes("not booked yet"));
  check("the list of sessions is for everybody", (await violations(client)).length === 0, () => violations(client));
  await keys.press(client.locator('button[value="confirm"]'));
  await client.waitForFunction(() => !document.querySelector('button[value="confirm"]'));
  const links = await client.$$eval('a[href^="/bookings/change?id="]', (all) => all.map((link) => link.getAttribute("href")));
  check("all twelve are booked", links.length === 12, links.length);
  check("where the focus is can be seen", keys.unseen.length === 0, keys.unseen.join("; "));

  const day = iso(moments[0]);
  await page.goto(`${house.address}${path}/day?date=${day}`);
  const sheet = await page.textContent("main");
  check("the day sheet has the first, held for want of answers", sheet.includes("session 1 of 12") && sheet.includes("no answers of this day"), sheet);
  for (const [name, address] of [["the day sheet", page.url()], ["the practice", `${house.address}${path}`], ["the list of practices", `${house.address}/practice`], ["a therapist", `${house.address}${path}/therapist`]]) {
    await page.goto(address);
    check(`${name} is for everybody`, (await violations(page)).length === 0, () => violations(page));
  }

  // Unwell: it costs nothing, and the rest stays.
  await client.goto(house.address + links[0]);
  check("the page of one session is for everybody", (await violations(client)).length === 0, () => violations(client));
  await client.locator('button[value="unwell"]').click();
  await client.goto(`${house.address}/bookings`);
  const after = await client.textContent("main");
  check("being unwell costs nothing", after.includes("cancelled, no fee") && !after.includes("% of the price"), after);
  check("the other eleven stay", (await client.locator('a[href^="/bookings/change?id="]').count()) === 11);

  // A licence that ends before the ninth Tuesday.
  const other = await make(page, house.address, "Short Room", iso(moments[8] - DAY_MS));
  await client.goto(`${house.address}/book?${wish}&practice=${other.split("/")[2]}`);
  const rest = await client.$$eval('input[name="take"]', (boxes) => boxes.length);
  const reasons = await client.textContent("main");
  check("eight sessions are possible before the licence ends", rest === 8, `${rest}: ${reasons}`);
  check("why not the ninth is said", reasons.includes("Has run out") && reasons.includes("not possible"), reasons);
  check("nothing was asked elsewhere, and no page complained", [...owner.elsewhere, ...view.elsewhere, ...owner.complaints, ...view.complaints].length === 0, [...owner.complaints, ...view.complaints].join("; "));
});

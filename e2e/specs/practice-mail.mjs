// A client gives a mail address, books, moves and cancels: the letters lie in the outbox, and say what then holds.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { TUESDAY, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
const NOON_UTC = 17;

const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

/** What lies in the outbox, once there are so many. */
async function letters(house, count) {
  const folder = join(house.data, "outbox");
  const all = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".eml")) : []);
  for (let tries = 0; all().length < count && tries < 300; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  return all().map((name) => readFileSync(join(folder, name), "utf8"));
}

story("mail to a client", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const owner = await window({ viewport: desk });
  const path = await make(owner.page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
  const client = new Walker(house.address);
  await client.begin({ name: "Kim" });
  await client.finish(HEALTHY);
  await client.get("/result");
  const view = await window({ viewport: phone });
  const { page } = view;
  await page.context().addCookies([{ name: "supple", value: client.cookie, url: house.address }]);

  // The address: given, and shown to be theirs by the code that was sent there.
  await page.goto(`${house.address}/mail`);
  check("the page is for everybody", (await violations(page)).length === 0, () => violations(page));
  await page.locator("#address").fill("kim");
  await page.locator('button[value="give"]').click();
  check("a mistake is named", (await page.textContent("main")).includes("Give an address like"));
  await page.locator("#address").fill("kim@example.org");
  await page.locator('button[value="give"]').click();
  const [first] = await letters(house, 1);
  check("a code comes to the address", first.includes("<kim@example.org>"), first);
  await page.locator("#code").fill(first.match(/^\d{6}\r?$/m)[0].trim());
  await page.locator('button[value="confirm"]').click();
  check("mail goes there", (await page.textContent("main")).includes("Mail goes to:"), await page.textContent("main"));
  check("the page with an address is for everybody", (await violations(page)).length === 0, () => violations(page));

  // Booked, moved and cancelled at once: one letter, that it does not take place.
  const dry = await client.get(`/book?giver=therapist&count=1&day=${TUESDAY}&at=10:00&from=${iso(Date.now() + 20 * DAY_MS)}`);
  const one = (name) => [name, values(dry.html, name)[0]];
  await client.post("/book", [one("csrf"), ["take", values(dry.html, "take")[0]], ...["wishes", "practice", "service", "key", "of"].map(one)]);
  const id = values(client.page.html, "id")[0];
  await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ["id", id], ["act", "confirm"]]);
  await page.goto(`${house.address}/bookings/change?id=${id}`);
  await page.locator('[name="to"]').first().check();
  await page.locator('button[value="move"]').click();
  await page.goto(`${house.address}/bookings/change?id=${id}`);
  await page.locator('[name="scope"][value="this"]').check();
  await page.locator('button[value="cancel"]').click();
  await owner.page.goto(`${house.address}${path}/mail`);
  const waits = await owner.page.textContent("main");
  check("the practice sees what waits, and no address", waits.includes("To be sent from") && waits.includes("Kim") && !waits.includes("example.org"), waits);
  check("the practice's page is for everybody", (await violations(owner.page)).length === 0, () => violations(owner.page));
  check("within the grace nothing is sent", (await letters(house, 1)).length === 1);
  await house.comeBack(1, NOON_UTC);
  const all = await letters(house, 2);
  const told = all.find((letter) => letter.includes("text/calendar")) ?? "";
  check("one letter says what holds", all.length === 2 && told.includes("was cancelled") && told.includes("METHOD:CANCEL"), all.join("\n"));
  check("it says nothing about the client", !/massage|Kim\b|Cleo|pain/i.test(told.replaceAll("kim@example.org", "")), told);
  check("nothing was asked elsewhere, and no page complained", [...owner.elsewhere, ...view.elsewhere, ...owner.complaints, ...view.complaints].length === 0, [...owner.complaints, ...view.complaints].join("; "));
});

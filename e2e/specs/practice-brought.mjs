// A client brings a clinic's record to a therapist: they let them, it is read together, and what is true goes into the client's record.

import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { TUESDAY, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
const fixture = fileURLToPath(new URL("../fixtures/clinic-record.json", import.meta.url));
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

story("a record brought to a therapist", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const therapist = await window({ viewport: desk });
  const { page } = therapist;
  const path = await make(page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
  const client = new Walker(house.address);
  await client.begin({ name: "Kim" });
  await client.finish(HEALTHY);
  await client.get("/result");
  const dry = await client.get(`/book?giver=therapist&count=1&day=${TUESDAY}&at=10:00&from=${iso(Date.now() + 20 * DAY_MS)}`);
  const one = (name) => [name, values(dry.html, name)[0]];
  await client.post("/book", [one("csrf"), ["take", values(dry.html, "take")[0]], ...["wishes", "practice", "service", "key", "of"].map(one)]);
  const id = values(client.page.html, "id")[0];
  await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ["id", id], ["act", "confirm"]]);
  const there = `${house.address}${path}/brought?id=${id}`;
  await page.goto(there);
  check("not before the client lets them", new URL(page.url()).pathname === `${path}/day`, page.url());

  // The client lets them, on a telephone.
  const small = await window({ viewport: phone });
  await small.takeOver(client, "/bookings");
  await small.page.locator("summary", { hasText: "A record from your clinic" }).click();
  check("the client's page is for everybody", (await violations(small.page)).length === 0, () => violations(small.page));
  await small.page.locator('button[value="bring"]').click();
  await small.page.waitForLoadState("domcontentloaded");
  check("it says that they may", (await small.page.textContent("main")).includes("may bring in a file"));

  await page.goto(there);
  for (const size of [phone, desk]) {
    await page.setViewportSize(size);
    check(`the page is for everybody at ${size.width}`, (await violations(page)).length === 0, () => violations(page));
  }
  await page.locator("#file").setInputFiles(fixture);
  await page.locator("main form button").click();
  await page.waitForSelector("fieldset.q");
  for (const size of [phone, desk]) {
    await page.setViewportSize(size);
    check(`the questions are for everybody at ${size.width}`, (await violations(page)).length === 0, () => violations(page));
    check(`nothing is wider than the page at ${size.width}`, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    if (process.env.SUPPLE_SCREENSHOTS === "1") await page.screenshot({ path: `${pictures}brought-${size.width}.png`, fullPage: true });
  }
  check("nothing is chosen", (await page.locator("input:checked").count()) === 0);
  await page.locator('main form [value="yes"]').first().check();
  await page.locator("main form .btns button").click();
  await page.waitForURL(/kept=/);
  check("it is on its way", (await page.textContent("[role=status]")).includes("One answer is on its way"), await page.textContent("main"));
  await small.page.goto(`${house.address}/record`);
  const record = await small.page.textContent("main");
  check("the client's record has it, with who entered it", record.includes("A record from a clinic") && record.includes("Cleo (North Room)"), record);
  check("no page complained", [...therapist.complaints, ...small.complaints].length === 0, [...therapist.complaints, ...small.complaints].join("; "));
});

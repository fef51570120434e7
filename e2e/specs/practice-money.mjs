// A practice sells a package, takes the money, and prints the receipt; a session that was missed is taken from the package; the
// client sees what is left.

import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { TUESDAY, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
const NOON_UTC = 17;
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

/** Days until the next Tuesday but one. */
function tuesday() {
  let days = 8;
  while (new Date(Date.now() + days * DAY_MS).getUTCDay() !== TUESDAY) days += 1;
  return days;
}

story("packages and receipts", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  await house.comeBack(0, NOON_UTC);
  const owner = await window({ viewport: desk });
  const { page } = owner;
  const path = await make(page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
  const looked = async (view, name) => {
    for (const size of [phone, desk]) {
      await view.setViewportSize(size);
      check(`${name} is for everybody at ${size.width}`, (await violations(view)).length === 0, () => violations(view));
      check(`${name} does not scroll sideways at ${size.width}`, !(await view.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
      if (process.env.SUPPLE_SCREENSHOTS === "1" && ["till", "receipt"].includes(name)) await view.screenshot({ path: `${pictures}money-${name}-${size.width}.png`, fullPage: true });
    }
  };

  // Who does not come pays all of it; a service with a price; the money; a package of two.
  await page.goto(`${house.address}${path}`);
  await page.locator("summary", { hasText: "rules" }).click();
  const rules = page.locator("form", { has: page.locator('input[name="act"][value="rules"]') });
  await rules.locator('[name="no-show"]').fill("100");
  await rules.locator("button").click();
  await page.locator("details:not([open])", { has: page.locator('input[name="act"][value="service"]') }).locator("summary").click();
  const service = page.locator("form", { has: page.locator('input[name="act"][value="service"]') });
  for (const [name, value] of Object.entries({ service: "Hour", length: "60", after: "10", every: "30", price: "60" })) await service.locator(`[name="${name}"]`).fill(value);
  await service.locator("button").click();
  await page.goto(`${house.address}${path}/money/list`);
  await page.locator("#currency").fill("usd");
  await page.locator("button", { hasText: "Keep" }).click();
  const form = page.locator("form", { has: page.locator('input[name="act"][value="package"]') });
  await form.locator("#of").selectOption({ label: "Hour" });
  for (const [name, value] of Object.entries({ package: "Pair", sessions: "2", price: "one hundred" })) await form.locator(`[name="${name}"]`).fill(value);
  await form.locator(".btns button").click();
  check("a wrong price is named, and what was typed is there", (await page.textContent("main")).includes("Give a price like") && (await page.inputValue("#price")) === "one hundred");
  await page.locator("#price").fill("100");
  await form.locator(".btns button").click();
  check("it stands on the list", (await page.textContent("main")).includes("Pair: 2 times Hour, 100.00 USD"), await page.textContent("main"));
  await looked(page, "list");

  // Kim books, buys and pays.
  const kim = new Walker(house.address);
  await kim.begin({ name: "Kim" });
  await kim.finish(HEALTHY);
  await kim.get("/result");
  const days = tuesday();
  const services = await kim.get("/book?giver=therapist");
  const hour = services.html.match(/<option value="([^"]+)"[^>]*>Hour/)[1];
  const dry = await kim.get(`/book?giver=therapist&count=1&day=${TUESDAY}&at=10:00&service=${hour}&from=${iso(Date.now() + days * DAY_MS)}`);
  const one = (name) => [name, values(dry.html, name)[0]];
  await kim.post("/book", [one("csrf"), ["take", values(dry.html, "take")[0]], ...["wishes", "practice", "service", "key", "of"].map(one)]);
  await kim.post("/bookings", [["csrf", values(kim.page.html, "csrf")[0]], ["id", values(kim.page.html, "id")[0]], ["act", "confirm"]]);
  await page.goto(`${house.address}${path}/money`);
  await page.locator("#package").selectOption({ index: 0 });
  await page.locator("button", { hasText: "Sell it" }).click();
  check("what was sold is open", (await page.textContent("main")).includes("2 of 2 sessions are left") && (await page.textContent("main")).includes("100.00 USD"), await page.textContent("main"));
  await looked(page, "till");
  await page.locator('[name="how"][value="cash"]').check();
  await page.locator("button", { hasText: "Note as paid" }).click();
  check("paid is paid", (await page.textContent("main")).includes("Nothing is open"), await page.textContent("main"));
  await page.locator("a", { hasText: "Receipt 1" }).click();
  const slip = await page.textContent("main");
  check("the receipt says who, what, how much and how", ["Kim", "Pair", "100.00 USD", "in cash"].every((part) => slip.includes(part)), slip);
  await looked(page, "receipt");
  await page.emulateMedia({ media: "print" });
  check("it prints without buttons", !(await page.locator("main button").first().isVisible()) && (await page.locator("dl").isVisible()));
  await page.emulateMedia({ media: "screen" });

  // Kim does not come: the package pays for it.
  await house.comeBack(days, 20);
  await page.goto(`${house.address}${path}/day`);
  const otherwise = page.locator("summary", { hasText: "Something else happened" });
  if (await otherwise.count()) await otherwise.first().click();
  await page.locator('button[value="no-show"]').click();
  await page.goto(`${house.address}${path}/money`);
  const settled = await page.textContent("main");
  check("what was missed is taken from the package", settled.includes("1 of 2 sessions is left") && settled.includes("Nothing is open"), settled);
  await page.locator("a", { hasText: /^Month$/ }).click();
  const month = await page.textContent("main");
  check("the month counts who did not come", month.includes("Did not come: 1"), month);
  await looked(page, "month");

  const view = await window({ viewport: phone });
  await view.page.goto(house.address);
  await view.page.locator('input[name="who"]').first().check();
  await view.page.locator('form[action="/start"] button').first().click();
  await view.page.goto(`${house.address}/packages`);
  const mine = await view.page.textContent("main");
  check("the client sees what is left and the receipt", mine.includes("1 of 2 sessions is left") && mine.includes("Receipt 1"), mine);
  await looked(view.page, "client");
  check("nothing was asked elsewhere, and no page complained", [...owner.elsewhere, ...view.elsewhere, ...owner.complaints, ...view.complaints].length === 0, [...owner.complaints, ...view.complaints].join("; "));
});

// After a session somebody says how it was; others read it where they search, with how much it says; the therapist answers.

import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { TUESDAY, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
/** In the afternoon of UTC it is the same date in New York. */
const HOUR = 15;
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

/** Days until the next Tuesday that is not tomorrow yet. */
function ahead() {
  let days = 2;
  while (new Date(Date.now() + days * DAY_MS).getUTCDay() !== TUESDAY) days += 1;
  return days;
}

story("what clients say", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const owner = await window({ viewport: desk });
  const first = ahead();
  const path = await make(owner.page, house.address, "Back Room", iso(Date.now() + 900 * DAY_MS));
  let client = new Walker(house.address);
  await client.begin({ name: "Kim" });
  await client.finish(HEALTHY);
  await client.get("/result");
  const dry = await client.get(`/book?giver=therapist&count=1&day=${TUESDAY}&at=14:00&from=${iso(Date.now() + first * DAY_MS)}`);
  const one = (name) => [name, values(dry.html, name)[0]];
  await client.post("/book", [one("csrf"), ["take", values(dry.html, "take")[0]], ...["wishes", "practice", "service", "key", "of"].map(one)]);
  const id = values(client.page.html, "id")[0];
  await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ["id", id], ["act", "confirm"]]);

  await house.comeBack(first, HOUR);
  client = new Walker(house.address);
  await client.enter("Kim");
  await client.get("/again");
  await client.finish(HEALTHY);
  await client.get("/result");
  await client.get("/bookings");
  check("before the session there is nothing to say", !client.page.html.includes("/bookings/review"));
  await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ["id", values(client.page.html, "id")[0]], ["act", "share"]]);
  await owner.page.goto(`${house.address}${path}/day`);
  const card = owner.page.locator(`#s-${id}`);
  for (const asked of ["well", "consent"]) await card.locator(`input[name="${asked}"][value="yes"]`).check();
  await card.locator('button[value="begin"]').click();
  await card.locator('button[value="done"]').click();
  await owner.page.waitForSelector(`#s-${id} button[value="not-done"]`, { state: "attached" });

  const { page } = await window({ viewport: phone });
  await page.context().addCookies([{ name: "supple", value: client.cookie, url: house.address }]);
  const looked = async (of, name) => {
    for (const size of [phone, desk]) {
      await of.setViewportSize(size);
      check(`${name} is for everybody at ${size.width}`, (await violations(of)).length === 0, () => violations(of));
      check(`${name} does not scroll sideways at ${size.width}`, !(await of.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
      if (process.env.SUPPLE_SCREENSHOTS === "1") await of.screenshot({ path: `${pictures}reviews-${name}-${size.width}.png`, fullPage: true });
    }
    await of.setViewportSize(phone);
  };
  await page.goto(`${house.address}/bookings`);
  await page.locator("details.fold summary").click();
  await page.locator('a[href^="/bookings/review"]').click();
  await page.locator("#words").fill("She asked before every change.");
  await page.locator('button[value="save"]').click();
  check("a mistake is named and the words are there", (await page.textContent("main")).includes("Say yes or no") && (await page.inputValue("#words")).includes("asked before"));
  // With the keyboard alone.
  await page.locator("#again-yes").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/bookings");
  await page.goto(`${house.address}/therapists`);
  await page.locator("#words").fill("cleo");
  await page.keyboard.press("Enter");
  const here = await page.textContent("#here");
  check("who searches sees how many say so, and how little one says", here.includes("1 of 1 would come again") && here.includes("between 21 and 100 %"), here);
  await page.locator('#here a[href^="/reviews"]').click();
  check("without a name", !(await page.textContent("ul.list")).includes("Kim"));
  await owner.page.goto(`${house.address}${path}/reviews`);
  await owner.page.locator("details summary").first().click();
  await owner.page.locator('[name="answer"]').fill("Thank you, I always do.");
  await owner.page.locator('button[value="answer"]').click();
  await looked(owner.page, "practice");
  await page.reload();
  check("the answer stands below", (await page.textContent("main")).includes("Thank you, I always do."));
  await looked(page, "read");
  await page.locator("details summary").first().click();
  await page.locator('[name="why"]').fill("It tells too much.");
  await page.locator("details button").first().click();
  check("what should not stand there is reported", (await page.textContent("main")).includes("The practice has been told"));
  await owner.page.reload();
  check("and the practice sees it", (await owner.page.textContent("main")).includes("It tells too much."));
});

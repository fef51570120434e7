// Holidays of a place: looked at, said once, kept from whoever books; what was booked before is shown and stays.

import { fileURLToPath } from "node:url";
import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const DAY_MS = 86_400_000;
const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

story("holidays of a practice", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const owner = await window({ viewport: desk });
  const { page } = owner;
  const path = await make(page, house.address, "Back Room", iso(Date.now() + 900 * DAY_MS));
  await page.goto(`${house.address}${path}`);
  await page.locator(`a[href^="${path}/therapist?id="]`).first().click();
  for (let day = 1; day <= 7; day += 1) await page.locator(`#h-${day}`).fill("9-17");
  await page.locator("form .btns button").last().click();
  await page.waitForLoadState("domcontentloaded");

  // The days are there before anything is said.
  await page.locator(`a[href="${path}/holidays"]`).click();
  const before = await page.textContent("main");
  check("nothing was said of holidays yet", before.includes("has not said anything of holidays"), before);
  const days = (await page.locator('input[name="day"] + span').allInnerTexts()).map((text) => text.split("\n").map((line) => line.trim()));
  check("a year has the eleven federal holidays", new Set(days.map(([name]) => name)).size === 11, days.map(([name]) => name).join(", "));
  const found = days.flatMap(([name, ...dates]) => dates.map((said) => ({ name, at: Date.parse(`${said.replace(/^\w+, /, "").replace(/ \(.*/, "")} UTC`) })));
  const { name, at } = found.filter((it) => it.at > Date.now() + 5 * DAY_MS).sort((one, other) => one.at - other.at)[0];
  const wish = `/book?giver=therapist&count=1&day=${new Date(at).getUTCDay() || 7}&at=10:00&from=${iso(at)}`;

  // Somebody books the day while it is open.
  const client = new Walker(house.address);
  await client.begin({ name: "Kim" });
  await client.finish(HEALTHY);
  await client.get("/result");
  const dry = await client.get(wish);
  const one = (field) => [field, values(dry.html, field)[0]];
  await client.post("/book", [one("csrf"), ...values(dry.html, "take").map((it) => ["take", it]), ...["wishes", "practice", "service", "key", "of"].map(one)]);
  const ids = values(client.page.html, "id").map((id) => ["id", id]);
  await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ...ids, ["act", "confirm"]]);
  check("a session is booked on the day", ids.length === 1, client.path);

  // Closed on all of them, with the keyboard.
  await page.reload();
  await page.locator('input[name="closed"][value="all"]').focus();
  await page.keyboard.press("Space");
  await page.locator('form[method="post"] .btns button').focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/holidays?saved");
  const said = await page.textContent("main");
  check("what stands on a closed day is shown", said.includes("Closed on every holiday") && said.includes(`${name}: 1 session`), said);
  for (const view of [phone, desk]) {
    await page.setViewportSize(view);
    check(`the page is for everybody at ${view.width}`, (await violations(page)).length === 0, () => violations(page));
    check(`the page does not scroll sideways at ${view.width}`, !(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
    if (process.env.SUPPLE_SCREENSHOTS === "1") await page.screenshot({ path: `${pictures}holidays-${view.width}.png`, fullPage: true });
  }
  const again = await client.get(wish);
  check("nobody else is offered the day, and the reason is said", again.html.includes(`the practice is closed: ${name.replaceAll("'", "&#39;")}`), again.html.slice(again.html.indexOf("<main"), 4000));
  await page.locator(`a[href^="${path}/day?date="]`).first().click();
  const sheet = await page.textContent("main");
  check("the day sheet says that the practice is closed, and the session stands", sheet.includes(`Closed for a holiday: ${name}`) && sheet.includes("Kim"), sheet);
  check("nothing was asked elsewhere, and no page complained", [...owner.elsewhere, ...owner.complaints].length === 0, owner.complaints.join("; "));
});

// A therapist falls ill in week two: one look at what is hit, one act, and the client accepts what is offered.

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { TUESDAY, hire, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;

/** The next Tuesday but one. */
function tuesday() {
  let days = 8;
  while (new Date(Date.now() + days * DAY_MS).getUTCDay() !== TUESDAY) days += 1;
  return Date.now() + days * DAY_MS;
}

const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

story("a therapist who falls ill", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const owner = await window({ viewport: desk });
  const { page } = owner;
  const licence = iso(Date.now() + 900 * DAY_MS);
  const path = await make(page, house.address, "Back Room", licence);
  await page.goto(`${house.address}${path}`);
  const cleo = new URL(await page.locator(`a[href^="${path}/therapist?id="]`).first().getAttribute("href"), house.address).searchParams.get("id");
  await hire(page, house.address, path, "Nora", licence);
  const client = new Walker(house.address);
  await client.begin({ name: "Kim" });
  await client.finish(HEALTHY);
  await client.get("/result");
  const first = tuesday();
  const dry = await client.get(`/book?giver=therapist&count=3&day=${TUESDAY}&at=10:00&with=${cleo}&from=${iso(first)}`);
  const one = (name) => [name, values(dry.html, name)[0]];
  await client.post("/book", [one("csrf"), ...values(dry.html, "take").map((it) => ["take", it]), ...["wishes", "practice", "service", "key", "of"].map(one)]);
  const ids = values(client.page.html, "id").map((id) => ["id", id]);
  await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ...ids, ["act", "confirm"]]);
  check("three sessions are booked", ids.length === 3, client.path);

  // Ill in the second week: a look first.
  await page.goto(`${house.address}${path}/away`);
  check("the page is for everybody", (await violations(page)).length === 0, () => violations(page));
  await page.locator("#therapist").selectOption(cleo);
  const ill = iso(first + 7 * DAY_MS);
  for (const name of ["from", "until"]) await page.locator(`form[method="get"] [name="${name}"]`).fill(ill);
  await page.locator('form[method="get"] button').click();
  const look = await page.textContent("main");
  check("one session is hit, and somebody else has the same time", look.includes("1 session is hit") && look.includes("same time, somebody else") && look.includes("with Nora"), look);
  for (const view of [phone, desk]) {
    await page.setViewportSize(view);
    check(`the look is for everybody at ${view.width}`, (await violations(page)).length === 0, () => violations(page));
    check(`the look does not scroll sideways at ${view.width}`, !(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
  }
  await page.locator('form[method="post"]', { has: page.locator('input[name="take"]') }).locator(".btns button").click();
  const done = await page.textContent("main");
  check("nothing is left to do, and the time is noted", done.includes("No session is hit") && done.includes("Noted as away"), done);

  // The client sees it and says yes.
  const view = await window({ viewport: phone });
  await view.page.context().addCookies([{ name: "supple", value: client.cookie, url: house.address }]);
  await view.page.goto(`${house.address}/bookings`);
  const list = await view.page.textContent("main");
  check("the client reads what was booked and what is offered", list.includes("Cleo is away") && list.includes("Massage with Nora"), list);
  check("the list with an offer is for everybody", (await violations(view.page)).length === 0, () => violations(view.page));
  await view.page.locator('button[value="accept"]').click();
  const after = await view.page.textContent("main");
  check("what was accepted is booked", !after.includes("is away") && after.includes("Massage with Nora") && (after.match(/Massage with Cleo/g) ?? []).length === 2, after);
  check("nothing was asked elsewhere, and no page complained", [...owner.elsewhere, ...view.elsewhere, ...owner.complaints, ...view.complaints].length === 0, [...owner.complaints, ...view.complaints].join("; "));
});

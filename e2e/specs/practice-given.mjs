// Four sessions in a practice that change nothing: the client's own record stops the course, both sides are told, and the letter
// for the doctor is there. What was marked by mistake is put right.

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { TUESDAY, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, words } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
/** In the afternoon of UTC it is the same date in New York. */
const HOUR = 15;

/** Days until the next Tuesday that is not tomorrow yet. */
function ahead() {
  let days = 2;
  while (new Date(Date.now() + days * DAY_MS).getUTCDay() !== TUESDAY) days += 1;
  return days;
}

const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

/** Books sessions on Tuesdays at two, and confirms them. */
async function book(client, count, from) {
  const dry = await client.get(`/book?giver=therapist&count=${count}&day=${TUESDAY}&at=14:00&from=${from}`);
  const one = (name) => [name, values(dry.html, name)[0]];
  const taken = values(dry.html, "take").map((value) => ["take", value]);
  await client.post("/book", [one("csrf"), ...taken, ...["wishes", "practice", "service", "key", "of"].map(one)]);
  const ids = values(client.page.html, "id").map((id) => ["id", id]);
  await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ...ids, ["act", "confirm"]]);
  return ids.length;
}

/** Answers today's questions and lets the therapist know, or tries to. */
async function share(client) {
  await client.get("/again");
  await client.finish(HEALTHY);
  await client.get("/result");
  await client.get("/bookings");
  const [csrf, id] = [values(client.page.html, "csrf")[0], values(client.page.html, "id")[0]];
  await client.post("/bookings", [["csrf", csrf], ["id", id], ["act", "share"]]);
  return id;
}

/** Begins the session of the day, ends it and signs what was done. */
async function treat(page, address, path, id, pain) {
  const card = page.locator(`#s-${id}`);
  await page.goto(`${address}${path}/day`);
  for (const asked of ["well", "consent"]) await card.locator(`input[name="${asked}"][value="yes"]`).check();
  await card.locator('button[value="begin"]').click();
  await card.locator('button[value="done"]').click();
  await page.waitForSelector(`#s-${id} button[value="not-done"]`, { state: "attached" });
  await page.goto(`${address}${path}/note?id=${id}`);
  await page.locator('[name="objective"]').fill("Tight between the blades");
  await page.locator('[name="pain-before"]').fill(pain[0]);
  await page.locator('[name="pain-after"]').fill(pain[1]);
  await page.locator('form[action$="/note"] .btns button').click();
  await page.waitForSelector("text=Signed");
}

story("four sessions in a practice without response", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const owner = await window({ viewport: desk });
  const { page } = owner;
  const first = ahead();
  const path = await make(page, house.address, "Back Room", iso(Date.now() + 900 * DAY_MS));
  let client = new Walker(house.address);
  await client.begin({ name: "Kim" });
  await client.finish(HEALTHY);
  await client.get("/result");
  check("six sessions are booked", (await book(client, 6, iso(Date.now() + first * DAY_MS))) === 6, () => words(client.page.html));

  for (let nth = 0; nth < 4; nth += 1) {
    await house.comeBack(first + 7 * nth, HOUR);
    client = new Walker(house.address);
    await client.enter("Kim");
    const id = await share(client);
    const ready = words(client.page.html);
    check(`session ${nth + 1} may begin`, ready.includes("Your therapist knows") || !ready.includes("do not allow"), ready);
    await treat(page, house.address, path, id, ["6", "5"]);
    await client.get("/record");
    const record = words(client.page.html);
    check(`session ${nth + 1} stands in the record, with who gave it`, (record.match(/Session given by Cleo, Back Room: 60 minutes/g) ?? []).length >= nth + 1, record);
    if (nth === 0) {
      check("the notes are for everybody", (await violations(page)).length === 0, () => violations(page));
      // Marked by mistake, and put right again.
      const card = page.locator(`#s-${id}`);
      await page.goto(`${house.address}${path}/day`);
      check("the day sheet is for everybody", (await violations(page)).length === 0, () => violations(page));
      await card.locator("details summary").last().click();
      await card.locator('button[value="not-done"]').click();
      await client.get("/letter");
      check("what was marked by mistake is no session", words(client.page.html).includes("No session yet"), () => words(client.page.html));
      await card.locator('button[value="done"]').click();
      await page.waitForSelector(`#s-${id} button[value="not-done"]`, { state: "attached" });
      await client.get("/letter");
      check("and then it is one again", words(client.page.html).includes("1 session, on"), () => words(client.page.html));
    }
  }

  await house.comeBack(first + 28, HOUR);
  client = new Walker(house.address);
  await client.enter("Kim");
  await share(client);
  const view = await window({ viewport: phone });
  await view.page.context().addCookies([{ name: "supple", value: client.cookie, url: house.address }]);
  const seen = async (at) => {
    await view.page.goto(house.address + at);
    check(`${at} is for everybody`, (await violations(view.page)).length === 0, () => violations(view.page));
    return view.page.textContent("main");
  };
  const plan = await seen("/plan?giver=therapist");
  check("the client is told to see somebody first", plan.includes("Several sessions have changed nothing"), plan);
  const progress = await seen("/progress");
  check("progress has the sessions of the practice", (await view.page.locator("circle.at").count()) >= 4, progress);
  const letter = await seen("/letter");
  check("the letter says how many sessions there were, and who gave them", /4 sessions, from/.test(letter) && letter.includes("herapist"), letter);
  await page.goto(`${house.address}${path}/day`);
  const sheet = await page.textContent("main");
  check("the therapist reads that the session is held", sheet.includes("do not allow a massage"), sheet);
  check("nothing was asked elsewhere, and no page complained", [...owner.elsewhere, ...view.elsewhere, ...owner.complaints, ...view.complaints].length === 0, [...owner.complaints, ...view.complaints].join("; "));
});

// A program is told what happens at a practice: entered, told, silent for a while, and told by hand what it missed.

import { createHmac } from "node:crypto";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { outside } from "../lib/outside.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { picture } from "../lib/pictures.mjs";
import { TUESDAY, iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;

const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&#38;", "&").replaceAll("&amp;", "&"));

story("programs that are told", async ({ check, household, window }) => {
  let status = 204;
  const program = await outside(() => (status === 302 ? { status, headers: { location: "/elsewhere" } } : status));
  try {
    const house = await household({ country: "US", args: ["--reach", program.host], env: { SSL_CERT_FILE: program.trust } });
    const owner = await window({ viewport: desk });
    const { page } = owner;
    const path = await make(page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
    await page.goto(`${house.address}${path}/hooks`);
    check("the page is for everybody", (await violations(page)).length === 0, () => violations(page));
    await page.locator("#name").fill("Clinic record");
    await page.locator("#url").fill(`http://${program.host}/in`);
    await page.locator("form").last().locator("button").click();
    const mistakes = await page.textContent('[role="alert"]');
    check("every mistake is named", mistakes.includes("https://") && mistakes.includes("at least one"), mistakes);
    check("the page with mistakes is for everybody", (await violations(page)).length === 0, () => violations(page));
    await page.locator("#url").fill(`${program.url}/in`);
    for (const event of ["appointment.booked", "appointment.cancelled"]) await page.locator(`[value="${event}"]`).check();
    await page.locator("form").last().locator("button").click();
    const secret = await page.textContent(".key");
    check("the secret is shown", /^whsec_[\w+/=]{44}$/.test(secret), secret);
    await picture(page, "hooks");

    // Somebody books.
    const client = new Walker(house.address);
    await client.begin({ name: "Kim" });
    await client.finish(HEALTHY);
    await client.get("/result");
    const dry = await client.get(`/book?giver=therapist&count=1&day=${TUESDAY}&at=10:00&from=${iso(Date.now() + 20 * DAY_MS)}`);
    const one = (name) => [name, values(dry.html, name)[0]];
    await client.post("/book", [one("csrf"), ["take", values(dry.html, "take")[0]], ...["wishes", "practice", "service", "key", "of"].map(one)]);
    const id = values(client.page.html, "id")[0];
    await client.post("/bookings", [["csrf", values(client.page.html, "csrf")[0]], ["id", id], ["act", "confirm"]]);
    const [first] = await program.until(1);
    const { "webhook-id": message, "webhook-timestamp": at, "webhook-signature": signature } = first.headers;
    const right = createHmac("sha256", Buffer.from(secret.slice(6), "base64")).update(`${message}.${at}.${first.body}`).digest("base64");
    check("it is told, signed", signature === `v1,${right}`, signature);
    const told = JSON.parse(first.body);
    check("by ids and times", told.type === "appointment.booked" && told.data.appointment === `Appointment/${id}` && !/Kim|Cleo|Massage/.test(first.body), first.body);

    // The program sends elsewhere: that is not followed, and what was not told is told by hand.
    status = 302;
    await client.get(`/bookings/change?id=${id}`);
    await client.post("/bookings/change", [["csrf", values(client.page.html, "csrf")[0]], ["id", id], ["act", "cancel"], ["scope", "this"]]);
    await program.until(2);
    check("a redirect is not followed", program.heard.every(({ url }) => url === "/in"));
    await page.goto(`${house.address}${path}/hooks`);
    await page.locator('#hooks a[href*="/sent"]').click();
    const shows = (words) => page.waitForFunction((words) => document.querySelector("main").textContent.includes(words) || (location.reload(), false), words, { timeout: 20_000, polling: 700 });
    await shows("The answer was 302");
    check("what was sent is for everybody", (await violations(page)).length === 0, () => violations(page));
    await picture(page, "hooks-sent");
    status = 204;
    await program.until(3);
    await shows("is cancelled");
    check("it comes again by itself", (await program.until(3)).length >= 3);
    await page.locator("#sent form button").last().click();
    const again = (await program.until(4)).at(-1);
    check("and by hand, the same message", again.headers["webhook-id"] === message && again.body === first.body);

    // On a telephone.
    await page.setViewportSize(phone);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    check("what was sent is no wider than a telephone", !(await wide()));
    await page.goto(`${house.address}${path}/hooks`);
    check("the page is no wider than a telephone", !(await wide()));
    check("no page complained", owner.complaints.length === 0, owner.complaints.join("; "));
  } finally {
    await program.close();
  }
});

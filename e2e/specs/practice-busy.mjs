// A therapist's own calendar: read from an address, from a file, and forgotten.

import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { outside } from "../lib/outside.mjs";
import { iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";

const DAY_MS = 86_400_000;
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const day = (from) => iso(Date.now() + from * DAY_MS).replaceAll("-", "");
const event = (from) => `BEGIN:VEVENT\r\nUID:${from}\r\nSUMMARY:Dentist with Mrs Doe\r\nDTSTART;TZID=Eastern Standard Time:${day(from)}T100000\r\nDURATION:PT1H\r\n`;
const calendar = (inner) => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${inner}END:VCALENDAR\r\n`;

story("a therapist's own calendar", async ({ check, household, window }) => {
  const weekly = calendar(`${event(1)}RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n${event(2)}RRULE:FREQ=HOURLY\r\nEND:VEVENT\r\n`);
  const server = await outside(() => ({ status: 200, headers: { "content-type": "text/calendar" }, body: weekly }));
  try {
    const house = await household({ country: "US", args: ["--reach", server.host], env: { SSL_CERT_FILE: server.trust } });
    const { page } = await window({ viewport: desk });
    const shoot = async (name) => {
      if (process.env.SUPPLE_SCREENSHOTS !== "1") return;
      for (const size of [phone, desk]) {
        await page.setViewportSize(size);
        await page.screenshot({ path: `${pictures}${name}-${size.width}.png`, fullPage: true });
      }
    };
    const fine = async (what) => check(what, (await violations(page)).length === 0, () => violations(page));
    const path = await make(page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
    await page.goto(`${house.address}${path}`);
    await page.locator('a[href*="/busy?therapist="]').click();
    await fine("the page is for everybody");
    await page.locator("#url").fill(`http://${server.host}/a.ics`);
    await page.locator('button[value="url"]').click();
    const mistake = await page.textContent('[role="alert"]');
    check("an address that is not encrypted is refused", mistake.includes("https://"), mistake);
    await fine("the page with a mistake is for everybody");
    await page.locator("#url").fill(`${server.url}/private/a.ics`);
    await page.locator('button[value="url"]').click();
    const known = await page.textContent('section[role="status"]');
    check("it is read", known.includes("4 times keep you busy"), known);
    check("what is not read is said", known.includes("repeats in a way"), known);
    check("neither a title nor the address is shown", !/Dentist|Mrs Doe|private/.test(await page.textContent("main")));
    await fine("the page with what was read is for everybody");
    await shoot("busy");
    await page.setInputFiles("#file", { name: "a.ics", mimeType: "text/calendar", buffer: Buffer.from(calendar(`${event(3)}END:VEVENT\r\n`)) });
    await page.locator('form[enctype] button').click();
    const other = await page.textContent('section[role="status"]');
    check("a file takes its place", other.includes("one time keeps you busy") && !other.includes(server.host), other);
    await page.locator('button[value="off"]').click();
    check("it is forgotten", (await page.textContent("main")).includes("No calendar is read"));
  } finally {
    await server.close();
  }
});

// The made-up practice: every page says what it is, a day and its notes are there, and signing in works on this computer.

import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { violations } from "../lib/axe.mjs";
import { program, start } from "../lib/server.mjs";
import { story } from "../lib/spec.mjs";

const MADE_UP = "Everything here is made up";

story("a made-up practice", async ({ check, window }) => {
  const data = await mkdtemp(join(tmpdir(), "supple-demo-"));
  const made = spawnSync(program, ["demo", "--data", data, "--seed", "3"], { encoding: "utf8" });
  check("it is made", made.status === 0, () => made.stderr);
  const count = (what) => Number(made.stdout.match(new RegExp(`(\\d+) ${what}`))?.[1]);
  check("thirty clients with sessions behind and before them", count("clients") === 30 && count("sessions held") > 90 && count("booked") > 20, made.stdout);
  check("the logins are told", ["owner", "nora", "ada", "key ", "made-up people only"].every((part) => made.stdout.includes(part)), made.stdout);
  const again = spawnSync(program, ["demo", "--data", data], { encoding: "utf8" });
  check("it goes among nobody", again.status === 2 && again.stderr.includes("There are records"), again.stderr);

  const house = await start({ data });
  const view = await window({ url: house.url });
  const { page } = view;
  await page.goto(`${house.url}/practice`);
  const path = await page.locator('a[href^="/practice/"]').first().getAttribute("href");
  // Today has sessions whatever the day; notes are there from a week ago.
  const day = async (back) => {
    const today = await page.goto(`${house.url}${path}/day`).then(() => page.locator('a[href*="/day?date="]').first().getAttribute("href"));
    const yesterday = Date.parse(today.split("=")[1]);
    return `${path}/day?date=${new Date(yesterday - (back - 1) * 86_400_000).toISOString().slice(0, 10)}`;
  };
  const week = await day(7);
  await page.goto(house.url + week);
  const notes = await page.locator('a[href*="/note?id="]').first().getAttribute("href");
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [name, address] of [["the first page", "/"], ["overview", path], ["day", `${path}/day`], ["day of last week", week], ["notes", notes], ["outcomes", `${path}/outcomes`], ["audit", `${path}/audit`], ["therapist", `${path}/therapist`], ["emergency", "/emergency"]]) {
      const answer = await page.goto(house.url + address);
      check(`${name} at ${width} says that it is made up`, (await page.textContent("body")).includes(MADE_UP));
      check(`${name} at ${width} does not scroll sideways`, !(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
      if (width !== 360) continue;
      // What travels, and what a browser has to read: a note may be long.
      const [{ responseBodySize: sent }, read, faults] = [await answer.request().sizes(), (await answer.body()).length, await violations(page)];
      check(`${name} is light`, sent < 20_000 && read < 64_000, `${sent} of ${read}`);
      check(`${name} has no fault of access`, faults.length === 0, faults.join("; "));
    }
  }
  await page.goto(house.url + path);
  const overview = await page.textContent("main");
  check("licensed, claimed and run out stand side by side", ["Licensed:", "nobody has looked it up", "Has run out"].every((part) => overview.includes(part)), overview);
  await page.goto(`${house.url}${path}/day`);
  const today = await page.textContent("main");
  check("today has sessions", (today.match(/session \d+ of \d+/g) ?? []).length >= 5, today);
  await page.goto(house.url + notes);
  check("notes are signed by name", /Signed .*\d{4}/.test(await page.textContent("main")), () => page.textContent("main"));
  check("no page complained", view.complaints.length === 0, view.complaints.join("; "));
  await house.stop();
  await rm(data, { recursive: true, force: true });
});

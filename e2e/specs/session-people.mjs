// Four people, from the body map to the end of a session by a clock that runs faster: whose hands, where, how, and how hard.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { desk, phone } from "../lib/browser.mjs";
import { example, sheetOf } from "../lib/examples.mjs";
import { Pointer, questions } from "../lib/person.mjs";
import { answerAfter, begin, dataOf, run } from "../lib/session.mjs";
import { story } from "../lib/spec.mjs";

const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const healthy = { age: 30, sex: "female" };
const at = (...places) => places.map((place) => ({ place, intensity: 4, quality: ["tight"] }));

/** The people: who gives, where from, and what has to be true of the session. */
const PEOPLE = [
  {
    name: "a partner at home for the low back",
    sheet: { answers: healthy, pain: at("low-back-left", "low-back-right") },
    giver: "partner",
    from: "/tonight",
    picture: "player-low-back",
    holds: ({ strokes, seconds, taken }) => [
      ["fifteen minutes at most", seconds <= 900],
      ["no pressure above light", strokes.every(({ ceiling }) => ceiling <= 2)],
      ["hands on the low back, on both sides", ["left", "right"].every((one) => strokes.some(({ id, side }) => id.startsWith("low-") && [one, "both"].includes(side)))],
      ["lying face down", taken.length === 1 && taken[0].t.includes("face down")],
    ],
  },
  {
    name: "alone with a ball for the upper back",
    sheet: { answers: healthy, pain: at("between-blades-left") },
    giver: "self-ball",
    from: "/tonight",
    picture: "player-ball",
    holds: ({ strokes, seconds, taken }) => [
      ["ten minutes at most", seconds <= 600],
      ["with the ball, half a minute to a minute each", strokes.filter(({ tool }) => tool === "ball").length > 0 && strokes.filter(({ tool }) => tool === "ball").every(({ s }) => s >= 30 && s <= 60)],
      ["nobody else stands behind", taken.every(({ c, f }) => !/giver|partner/i.test(`${c} ${f}`))],
    ],
  },
  {
    name: "pregnant in week 24, by a therapist",
    sheet: sheetOf(example("pregnant-in-week-24")),
    giver: "therapist",
    from: "/session?giver=therapist",
    picture: "player-side-lying",
    holds: ({ strokes, taken, seconds, most }) => [
      ["lying on the side, and nothing else", taken.length > 0 && taken.every(({ t }) => t.includes("side"))],
      ["no acupressure that could start labour", strokes.every(({ id }) => !["self-li4", "gb21", "gb21-therapist", "li4"].includes(id))],
      ["no ball, no gun, no elbow", strokes.every(({ tool }) => !["ball", "gun", "roller", "elbow"].includes(tool))],
      ["no longer than is allowed", most === null || seconds <= most * 60],
    ],
  },
  {
    name: "on a blood thinner, by a partner",
    sheet: sheetOf(example("a22-a-blood-thinner")),
    giver: "partner",
    from: "/tonight",
    picture: "player-blood-thinner",
    holds: ({ strokes, seconds }) => [
      ["skin and light pressure alone", strokes.length > 0 && strokes.every(({ ceiling }) => ceiling <= 2)],
      ["no deep pressing, no friction, no tool", strokes.every(({ id, tool }) => !/friction|compression|stripping|tapping/.test(id) && !["ball", "gun", "roller", "elbow", "knuckles"].includes(tool))],
      ["fifteen minutes at most", seconds <= 900],
    ],
  },
];

for (const { name, sheet, giver, from, picture, holds } of PEOPLE) {
  story(name, async ({ check, household, window }) => {
    const house = await household({ country: "DE" });
    const view = await window({ viewport: phone, baseURL: house.address });
    const { page } = view;
    await page.clock.install();
    await page.goto("/");
    await page.locator('button[value="d1"]').click();
    await page.waitForURL("**/map");
    const person = new Pointer(view, await questions(house.address));
    await person.interview(sheet);
    if (view.path() === "/check") await person.press(page.locator('a.btn[href="/result"]'));
    await begin(page, giver, 5, from);
    const data = await dataOf(page);
    const strokes = data.steps.filter(({ k }) => k === "stroke");
    const taken = data.steps.filter(({ k }) => k === "take");
    const seconds = data.steps.reduce((sum, { s }) => sum + s, 0);
    for (const [sentence, truth] of holds({ ...data, strokes, taken, seconds })) {
      check(sentence, truth, JSON.stringify({ seconds, taken: taken.map(({ t }) => t), strokes: strokes.map(({ id, side, tool, ceiling, s }) => [id, side, tool, ceiling, s]) }));
    }
    check("whole minutes", seconds % 60 === 0, `${seconds}`);

    await page.locator("[data-pause]").click();
    const first = data.steps.findIndex(({ k }) => k === "stroke");
    for (let step = 0; step < first + 1; step += 1) await page.locator("[data-skip]").click();
    await page.clock.runFor(1_500);
    check("what touches is drawn", (await page.locator("[data-over] .hand").count()) > 0);
    check("with the area that it sweeps", (await page.locator("[data-under] .swath").count()) > 0);
    const stop = await page.locator("[data-stop]").boundingBox();
    check("STOP is on the screen and large", stop.y > 0 && stop.y + stop.height <= phone.height + 1 && stop.height >= 44);
    if (process.env.SUPPLE_SCREENSHOTS === "1") {
      mkdirSync(pictures, { recursive: true });
      const looks = [[phone, "light"], [desk, "light"], [phone, "dark"], [desk, "dark"]];
      for (const [size, colorScheme] of picture === "player-low-back" ? looks : looks.slice(0, 2)) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => scrollTo(0, 0));
        await page.clock.runFor(300);
        await page.screenshot({ path: `${pictures}${picture}-${size.width}-${colorScheme}.png` });
      }
      await page.setViewportSize(phone);
      await page.emulateMedia({ colorScheme: "light" });
    } else if (giver !== "partner") {
      for (const fault of await view.faults()) check(fault, false);
      await page.setViewportSize(phone);
    }
    await run(page, seconds + 60);
    check("it ends by itself", await page.locator("#after").isVisible());
    await answerAfter(page, 2);
    await page.waitForURL("**/player/ended");
    const said = await page.locator("main").innerText();
    check("it names the scores before and after", /\b5\b/.test(said) && /\b2\b/.test(said));
    check("nothing was asked of another host", view.elsewhere.length === 0, view.elsewhere.join(" "));
    check("no script error, no policy violation", view.complaints.length === 0, view.complaints.join(" | "));
  });
}

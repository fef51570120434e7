// The main job with the keyboard alone: nothing is clicked.

import { desk } from "../lib/browser.mjs";
import { HEALTHY, Keys, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { LATER } from "../lib/session.mjs";

const PLACE = "between-blades-left";

story("the main job with the keyboard alone", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: desk });
  const { page } = view;
  const person = new Keys(view, await questions(house.address));

  await page.goto(house.address);
  await page.keyboard.press("Tab");
  check("the first Tab offers to skip to the page", await page.evaluate(() => document.activeElement.matches(".skip")));
  await page.keyboard.press("Enter");
  await person.press(page.locator('button[value="d1"]'));

  // The drawing: Tab into it, arrows from place to place, Space to mark.
  await person.tabTo("[data-figs] a[data-p]");
  const trail = await walk(page, PLACE);
  check("arrow keys reach a place of the drawing", trail.at(-1) === PLACE, trail.join(" "));
  await page.keyboard.press("Space");
  check("Space marks it", await page.locator(`input[name="at"][value="${PLACE}"]`).isChecked());
  await person.press(page.locator('button[name="map"][value="places"]'));
  await person.interview(HEALTHY);
  if (view.path() === "/check") await person.press(page.locator('a.btn[href="/result"]'));
  check("the keyboard reaches the result", view.path() === "/result", view.path());
  // A session that is stopped: with the keyboard as well.
  await person.press(page.locator('a.btn[href="/tonight"]'));
  await prepare(page, person);
  await person.tabTo("[data-stop]");
  await page.keyboard.press("Enter");
  check("the keyboard stops a session", await page.locator('[data-panel="stop"]').isVisible());
  await person.tabTo('[data-panel="stop"] [data-end]');
  await page.keyboard.press("Enter");
  await scores(page, person, 4, "#after ");
  await person.press(page.locator("#after .btns button"));
  await page.waitForURL("**/player/ended");
  await person.press(page.locator('a[href="/again"]'));
  await person.press(page.locator('form[action="/again"] button'));
  await person.interview(HEALTHY);
  if (view.path() === "/check") await person.press(page.locator('a.btn[href="/result"]'));

  // And one to its end.
  await person.press(page.locator('a.btn[href="/tonight"]'));
  await prepare(page, person);
  await person.tabTo("[data-pause]");
  const idle = await page.locator("[data-pause]").innerText();
  await page.keyboard.press("Space");
  check("Space starts the timer", (await page.locator("[data-pause]").innerText()) !== idle);
  await person.tabTo("[data-skip]");
  const steps = await page.locator(".steps > li").count();
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => true);
    if (!(await page.locator('[data-panel="check"]').isVisible())) continue;
    // Half-way the player asks how it is, and takes the focus.
    await person.tabTo('[name="discomfort"]');
    await page.keyboard.press("Space");
    await person.tabTo("[data-fine]");
    await page.keyboard.press("Enter");
    await person.tabTo("[data-skip]");
  }
  check("the steps can be gone through", await page.locator("#after").isVisible());
  await scores(page, person, 3, "#after ");
  await person.press(page.locator("#after .btns button"));
  await page.waitForURL("**/player/ended");
  check("the keyboard reaches the end", view.path() === "/player/ended", view.path());

  check("the focus was always to be seen", person.unseen.length === 0, person.unseen.join(", "));
  check("no script error, no policy violation", view.complaints.length === 0, view.complaints.join(" | "));
});

async function prepare(page, person) {
  await person.choose("giver", await page.locator('input[name="giver"]').first().getAttribute("value"));
  await scores(page, person, 5);
  await person.press(page.locator('form[action="/tonight"] .btns button:not([name])'));
  if (await page.locator(LATER).count()) await person.press(page.locator(LATER));
}

async function scores(page, person, score, inside = "") {
  for (const name of await page.$$eval(`${inside}fieldset[id^="s-"]`, (all) => all.map((one) => one.id))) {
    const number = await page.locator(`input[name="${name}"][value="${score}"]`).count();
    await person.choose(name, number ? score : "no");
  }
}

/** Goes from the place that has the focus to another one by arrow keys alone: the shortest way, as the drawing tells it. */
async function walk(page, goal) {
  const { start, arrows, names } = await page.evaluate(() => {
    const places = [...document.querySelectorAll("[data-figs] a[data-p]")];
    return {
      start: document.activeElement.dataset.p.split(",")[0],
      arrows: Object.fromEntries(places.map((place) => [place.dataset.p.split(",")[0], place.dataset.p.split(",").slice(1)])),
      names: Object.fromEntries(places.map((place) => [place.dataset.p.split(",")[0], place.getAttribute("href").slice(4)])),
    };
  });
  const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
  const ways = new Map([[start, []]]);
  for (const [place, way] of ways) {
    arrows[place].forEach((next, key) => {
      if (next in arrows && !ways.has(next)) ways.set(next, [...way, key]);
    });
  }
  const trail = [names[start]];
  const target = Object.keys(names).find((place) => names[place] === goal);
  for (const key of ways.get(target) ?? []) {
    await page.keyboard.press(keys[key]);
    trail.push(await page.evaluate(() => document.activeElement.getAttribute("href")?.slice(4)));
  }
  return trail;
}

// The main job with scripts switched off.

import { phone } from "../lib/browser.mjs";
import { HEALTHY, Pointer, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { LATER } from "../lib/session.mjs";

story("the main job without script", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ viewport: phone, script: false });
  const { page } = view;
  const person = new Pointer(view, await questions(house.address));

  await page.goto(house.address);
  await person.press(page.locator('button[value="d1"]'));
  await page.locator('[data-figs] a[href="#at-between-blades-left"]').click();
  check("a place of the drawing leads to its line in the list", page.url().endsWith("#at-between-blades-left"), page.url());
  const hidden = [];
  await person.interview(HEALTHY, async () => {
    // What only a script can do must not be offered.
    for (const dead of await page.locator("[data-print]:visible, [data-player] .js:visible").allInnerTexts()) hidden.push(dead);
  });
  if (view.path() === "/check") await person.press(page.locator('a.btn[href="/result"]'));
  check("the result is reached without script", view.path() === "/result", view.path());
  check("both views of the map can be looked at", await page.locator(".res .fig svg").first().isVisible());
  const away = page.locator(".res .front");
  if (!(await away.isVisible())) await page.locator(".res .tf").check();
  check("the front can be shown without script", await away.isVisible());
  await person.press(page.locator('a.btn[href="/tonight"]'));
  await page.locator('input[name="giver"]').first().check();
  for (const name of await page.$$eval('fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
    const five = page.locator(`input[name="${name}"][value="5"]`);
    await ((await five.count()) ? five : page.locator(`input[name="${name}"][value="no"]`)).check();
  }
  await person.press(page.locator('form[action="/tonight"] .btns button:not([name])'));
  check("a partner's first session begins with the lesson", (await page.locator('a.btn[href="/lesson"]').count()) === 1, view.path());
  await person.press(page.locator(LATER));
  check("the steps are a list with their times", (await page.locator(".steps > li").count()) >= 4 && /\d+ (min|sec)/.test(await page.locator(".steps > li").first().innerText()), () => page.url());
  check("no timer is offered that cannot run", !(await page.locator("[data-clock]").isVisible()));
  for (const name of await page.$$eval('#after fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
    const two = page.locator(`input[name="${name}"][value="2"]`);
    await ((await two.count()) ? two : page.locator(`input[name="${name}"][value="no"]`)).check();
  }
  await person.press(page.locator("#after .btns button"));
  check("the end is reached without script", view.path() === "/player/ended", view.path());
  for (const dead of await page.locator("[data-print]:visible").allInnerTexts()) hidden.push(dead);
  check("nothing is offered that needs a script", hidden.length === 0, hidden.join(" | "));
});

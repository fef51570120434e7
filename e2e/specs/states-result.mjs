// Every page after the interview in every state: no fault that axe finds, no sideways scrolling, under 60 kB.

import { example, sheetOf } from "../lib/examples.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { looker } from "../lib/states.mjs";
import { Walker } from "../lib/walker.mjs";
import { LATER } from "../lib/session.mjs";

const RESULTS = {
  modified: "a22-a-blood-thinner",
  "medical first": "heart-failure-agreed",
  "come back later": "a-stomach-bug",
  urgent: "a08-lifting-the-shopping",
  pregnant: "pregnant-in-week-28",
};

story("states of the result", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window();
  const { page } = view;
  const { look, end } = looker(check, view);
  const person = async (name, sheet, options = {}) => {
    const walker = new Walker(house.address);
    await walker.begin({ name, ...options });
    await walker.finish(sheet);
    return walker;
  };
  const send = async (button) => {
    await Promise.all([page.waitForEvent("framenavigated"), page.locator(button).first().click()]);
    await page.waitForLoadState("load");
  };

  for (const path of ["/emergency", "/crisis", "/nowhere"]) {
    await page.goto(house.address + path);
    await look(`${path}, nobody yet`);
  }
  const healthy = await person("Kim", HEALTHY);
  await view.takeOver(healthy, "/check");
  await look("check");
  for (const path of ["/result", "/see-doctor", "/giving", "/care", "/record", "/again", "/session", "/breathe", "/breathe?minutes=3", "/routines", "/lesson", "/lesson?step=3", "/morning", "/code", "/techniques", "/technique/effleurage", "/technique/acupressure", "/tonight"]) {
    const answer = await view.takeOver(healthy, path);
    check(`${path} is there`, answer.status() === 200 && view.path() === path, `${answer.status()} ${view.path()}`);
    await look(`${path}, clear`);
  }
  const begin = async () => {
    await page.goto(`${house.address}/tonight`);
    await page.locator('input[name="giver"]').first().check();
    for (const name of await page.$$eval('fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
      await page.locator(`input[name="${name}"][value="5"]`).check();
    }
    await send('form[action="/tonight"] .btns button:not([name])');
    if (await page.locator(LATER).count()) {
      await look("the lesson first");
      await send(LATER);
    }
  };
  await send('form[action="/tonight"] .btns button:not([name])');
  await look("tonight, a mistake");
  await begin();
  await look("the steps");
  await page.locator("[data-pause]").click();
  await look("the steps, running");
  await page.locator("[data-pause]").click();
  await page.locator("[data-ask]").click();
  await look("the player asks");
  await page.locator('[data-panel="check"] [name="discomfort"][value="7"]').check({ force: true });
  await page.locator("[data-fine]").click();
  await look("the player reacts");
  await page.locator("[data-stop]").click();
  await look("the player is stopped");
  await page.locator('[data-panel="stop"] [data-end]').click();
  await page.locator("#after .btns button").click();
  await look("the questions after, a mistake");
  for (const name of await page.$$eval('#after fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
    const two = page.locator(`input[name="${name}"][value="2"]`);
    await ((await two.count()) ? two : page.locator(`input[name="${name}"][value="yes"]`)).check();
  }
  await page.locator("#after .btns button").click();
  await page.waitForURL("**/player/ended");
  check("the session is over", view.path() === "/player/ended", view.path());
  await look("ended, with a new sign");
  await page.goto(`${house.address}/tonight`);
  await look("tonight, something is to be asked first");
  await page.goto(`${house.address}/record`);
  await look("record");
  await page.goto(house.address);
  await look("first page, a session since");
  await page.goto(`${house.address}/again`);
  await send('form[action="/again"] button');
  await look("anything new?");
  const stopper = await person("Stop", HEALTHY);
  await view.takeOver(stopper, "/tonight");
  await begin();
  await page.goto(`${house.address}/player/stopped`);
  await look("stopped");

  for (const [name, file] of Object.entries(RESULTS)) {
    const walker = await person(name, sheetOf(example(file)));
    await view.takeOver(walker, "/result");
    await look(`result, ${name}`);
    if (name !== "medical first") continue;
    await view.takeOver(walker, "/tonight");
    await look("tonight, not allowed");
    await view.takeOver(walker, "/agreement");
    check("an agreement can be recorded", view.path() === "/agreement", view.path());
    await look("agreement");
    await send('form[action="/agreement"] .btns button');
    await look("agreement, a mistake");
  }
  const grave = await person("Grave", sheetOf(example("numb-between-the-legs")));
  for (const path of ["/emergency", "/result", "/check", "/see-doctor"]) {
    await view.takeOver(grave, path);
    await look(`${path}, emergency`);
  }
  const proxy = await person("Mum", HEALTHY, { proxy: "Robin" });
  await view.takeOver(proxy, "/check");
  await look("check, by a proxy");
  const told = await person("Told", { ...HEALTHY, answers: { ...HEALTHY.answers, thoughts_of_dying: "yes" } });
  for (const path of ["/crisis", "/result"]) {
    await view.takeOver(told, path);
    await look(`${path}, after a yes`);
  }

  // Trouble: a form without its token, a form of an ended visit.
  await view.takeOver(told, "/check");
  await view.takeOver(told, "/map?all");
  await page.evaluate(() => { document.querySelector('form[data-map] [name="csrf"]').value = "0"; });
  await send('button[name="map"][value="places"]');
  await look("trouble, a wrong token");
  await view.takeOver(told, "/map?all");
  await view.context.clearCookies();
  await send('button[name="map"][value="places"]');
  await look("trouble, an ended visit");
  end();
});

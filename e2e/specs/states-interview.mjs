// Every page of the interview in every state: no fault that axe finds, no sideways scrolling, under 60 kB.

import { example, sheetOf } from "../lib/examples.mjs";
import { HEALTHY, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { answerAll, looker } from "../lib/states.mjs";
import { Walker } from "../lib/walker.mjs";

story("states of the interview", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const known = await questions(house.address);
  const view = await window();
  const { page } = view;
  const { look, end } = looker(check, view);
  const send = async (button) => {
    await Promise.all([page.waitForEvent("framenavigated"), page.locator(button).first().click()]);
    await page.waitForLoadState("load");
  };

  await page.goto(house.address);
  await look("first page, nobody yet");
  await page.locator('input[name="name"]').fill("x".repeat(300));
  await page.evaluate(() => document.querySelector("#name").removeAttribute("maxlength"));
  await page.locator("#name").fill("x".repeat(300));
  await send('button[value="d1"]');
  await look("first page, a mistake");

  const kim = new Walker(house.address);
  await kim.begin({ name: "Kim" });
  await view.takeOver(kim, "/map");
  await look("map, empty");
  await send('button[name="map"][value="places"]');
  await look("map, a mistake");
  await page.locator('[data-figs] a[href="#at-between-blades-left"]').click();
  await look("map, marked");
  await send('button[name="map"][value="places"]');
  await look("marks");
  await send('form[action="/map/pain"] .btns button:not([name])');
  await look("marks, a mistake");
  await page.locator('input[name="i-between-blades-left"][value="4"]').check();
  await send('form[action="/map/pain"] .btns button:not([name])');
  await page.locator('input[name="a-age"]').fill("abc");
  await send("main form .btns button");
  await look("a question, a mistake");
  await page.goto(house.address);
  await look("first page, half-way");
  await view.takeOver(kim, "/result");
  await look("result, half-way");
  await view.takeOver(kim, "/tonight");
  await look("tonight, half-way");

  // Every question of every page: "I don't know", which opens how to find out; then yes.
  const pages = [...new Set([...known.values()].filter(({ purpose }) => purpose === "safety").map((question) => question.page))];
  check("there are ten pages", pages.length === 10, pages.join(" "));
  for (const value of ["yes", "unknown"]) {
    const all = new Walker(house.address);
    await all.begin({ name: `All ${value}` });
    await all.answer({ pain: [{ place: "mid-back-left" }, { place: "low-back-right" }, { place: "neck-back-left" }] });
    await all.answer({ pain: [{ place: "mid-back-left", quality: ["numb"] }, { place: "low-back-right" }, { place: "neck-back-left" }] });
    for (const id of pages) {
      const sent = await answerAll(all, id, known, value);
      check(`${id}: all ${value} is taken`, sent.status === 303, `${sent.status}`);
    }
    for (const id of value === "unknown" ? pages : []) {
      await view.takeOver(all, `/ask/${id}?all`);
      check(`${id}: its questions are shown`, view.path() === `/ask/${id}?all`, view.path());
      await look(`${id}, all ${value}`);
    }
    await view.takeOver(all, "/check");
    await look(`check, all ${value}`);
    await view.takeOver(all, "/result");
    await look(`result, all ${value}`);
  }
  const door = new Walker(house.address);
  await door.begin({ name: "Relax", door: "d2" });
  await view.takeOver(door, "/map");
  await look("map, nothing hurts");
  const contrary = new Walker(house.address);
  await contrary.begin({ name: "Contrary" });
  await contrary.finish({ ...HEALTHY, answers: { ...HEALTHY.answers, pregnant: "yes", pregnancy_weeks: 20 } });
  await view.takeOver(contrary, "/ask/you?all");
  await page.locator('input[name="a-age"]').fill("62");
  await send("main form .btns button");
  if (check("answers that do not fit are asked again", view.path() === "/fit", view.path())) await look("answers that do not fit");
  const wounded = new Walker(house.address);
  await wounded.begin({ name: "Son", door: "d3", proxy: "Robin" });
  await view.takeOver(wounded, "/next");
  check("the door after an operation asks first what cannot wait", view.path() === "/map", view.path());
  await look("after an operation, by a proxy");
  const life = new Walker(house.address);
  await life.begin({ name: "Life" });
  await life.finish(sheetOf(example("nothing-hurts")));
  await view.takeOver(life, "/ask/life");
  await look("what may play a part");
  await page.goto(house.address);
  await look("first page, many people");
  end();
});

// What people can read up on, and the checklists before a visit: without script, with the keyboard, narrow and wide.

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY, Pointer, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";

const PAGES = ["/claims", "/claims?verdict=partly", "/claims/a0", "/claims/a3", "/articles", "/articles/a4", "/benefits", "/guidelines", "/rules/ESC-6-1", "/rules/ES-SPINE", "/rules/STOP-SOFTEN", "/visit", "/see-therapist", "/see-therapist/places", "/see-doctor"];

story("claims, guidelines, rules and checklists", async ({ check, household, window }) => {
  const house = await household({ country: "US" });

  for (const viewport of [phone, desk]) {
    for (const scheme of ["light", "dark"]) {
      const view = await window({ viewport, colorScheme: scheme });
      await view.page.emulateMedia({ colorScheme: scheme });
      for (const path of PAGES) {
        await view.page.goto(house.address + path);
        const wrong = await violations(view.page);
        check(`axe finds nothing on ${path}, ${viewport.width} px, ${scheme}`, wrong.length === 0, wrong.join("\n"));
        const over = await view.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        check(`nothing is wider than the screen on ${path}, ${viewport.width} px, ${scheme}`, over <= 0, String(over));
      }
      check("no script error, no policy violation", view.complaints.length === 0, view.complaints.join(" | "));
      await view.close();
    }
  }

  // By keyboard, from the first page to one claim, its rule, and back.
  const keys = await window({ viewport: desk });
  const { page } = keys;
  await page.goto(house.address);
  await page.locator('main a[href="/claims"]').focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/claims");
  await page.locator("#verdict").focus();
  await page.keyboard.type("Contradicted");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**verdict=contradicted**");
  check("six claims are contradicted", (await page.locator(".says > li").count()) === 6, () => page.url());
  await page.locator('a[href="/claims/a4#S4.3"]').focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/claims/a4#S4.3");
  check("the claim that was chosen is in view", await page.locator('[id="S4.3"]').evaluate((it) => it.getBoundingClientRect().top < innerHeight && it.matches(":target")));
  await page.locator('[id="S4.3"] a[href="/rules/ESC-6-2"]').focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/rules/ESC-6-2");
  check("the rule leads back to the claim", await page.locator('a[href="/claims/a4#S4.3"]').first().isVisible());

  // Without script, the same is chosen.
  const plain = await window({ viewport: phone, script: false });
  await plain.page.goto(`${house.address}/claims`);
  await plain.page.selectOption("#article", "A3");
  await plain.page.selectOption("#verdict", "mis-attributed");
  await plain.page.locator('form[action^="/claims"] button').click();
  await plain.page.waitForURL("**article=A3**");
  check("a choice needs no script", (await plain.page.locator(".says > li").count()) === 1 && (await plain.page.locator(".says").innerText()).includes("Duke"));
  check("what needs a script is not offered without one", !(await plain.page.locator("[data-print]:visible").count()));

  // The door before a visit: with a result, the own sentences stand on the checklists.
  const visit = await window({ viewport: phone });
  const person = new Pointer(visit, await questions(house.address));
  await visit.page.goto(house.address);
  await person.press(visit.page.locator('button[value="d1"]'));
  await visit.page.locator('input[name="at"][value="between-blades-left"]').check();
  await person.press(visit.page.locator('button[name="map"][value="places"]'));
  await person.interview(HEALTHY);
  await visit.page.goto(house.address);
  await person.press(visit.page.locator('button[value="d4"]'));
  check("the door before a visit asks whom", visit.path() === "/visit", visit.path());
  await person.press(visit.page.locator('a[href="/see-doctor"]').first());
  check("what to say to a doctor comes from the own answers", (await visit.page.locator("main").innerText()).includes("From your answers"));
  await visit.page.goto(`${house.address}/see-therapist`);
  const tick = visit.page.locator(".ticks input").first();
  await tick.focus();
  await visit.page.keyboard.press("Space");
  check("a line can be ticked off with the keyboard", await tick.isChecked());
});

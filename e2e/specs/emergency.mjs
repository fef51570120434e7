// The emergency page is reached from each emergency rule, with the number of the country.

import { Pointer, questions } from "../lib/person.mjs";
import { rules, sheets } from "../lib/rules.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, form, words } from "../lib/walker.mjs";

/** What somebody answers beside the sheet that fires the rule. */
const REST = { age: 30, sex: "female" };
const NUMBERS = { DE: "112", US: "911", GB: "999" };
/** How many of the rules are reached in a real browser as well. */
const IN_BROWSER = 5;

story("emergency", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const known = await questions(house.address);
  const all = rules("emergency");
  check("there are emergency rules", all.length > 30, `${all.length}`);
  const reached = [];
  for (const rule of all) {
    const tried = [];
    for (const found of sheets(rule.when, known)) {
      const sheet = { answers: { ...REST, ...found.answers }, pain: found.pain };
      const walker = new Walker(house.address);
      await walker.begin({ name: rule.id });
      await walker.finish(sheet);
      if (walker.path === "/emergency" && new RegExp(`\\b${rule.id} `).test(words(walker.page.html))) {
        reached.push({ rule, sheet, walker });
        break;
      }
      tried.push(`${JSON.stringify(found)} → ${walker.path}`);
      if (tried.length > 5) break;
    }
    check(`${rule.id} leads to the emergency page`, reached.at(-1)?.rule === rule, () => `${rule.when}: ${tried.join("; ")}`);
  }

  const page = reached[0].walker;
  const html = page.page.html;
  check("it shows the number of the country large", html.includes('href="tel:112"'));
  check("it has nothing to book", !/appointment|book/i.test(words(html).replace(/nothing to book/gi, "")));
  check("it still says what is forbidden", words(html).includes("Call") && html.includes('<ul class="list">'));
  for (const [country, number] of [...Object.entries(NUMBERS), ["", undefined]]) {
    await page.get("/emergency");
    await page.post("/country", [...form(page.page.html, "/country").hidden, ["country", country]]);
    const shown = [...page.page.html.matchAll(/class="call" href="tel:([^"]+)"/g)].map(([, tel]) => tel);
    if (number) check(`${country}: ${number}`, page.path === "/emergency" && shown.join() === number, shown.join());
    else check("another country: your local emergency number, and none made up", shown.length === 0 && words(page.page.html).includes("local emergency number"), shown.join());
  }
  const refused = await page.send("/country", { body: [...form(page.page.html, "/country").hidden, ["country", "ZZ"]] });
  check("a country that is not known is refused", refused.status === 422, `${refused.status}`);

  const every = Math.ceil(reached.length / IN_BROWSER);
  for (const { rule, sheet } of reached.filter((_, at) => at % every === 0)) {
    const view = await window();
    await view.page.goto(house.address);
    if (await view.page.locator('input[name="who"][value="new"][type="radio"]').count()) {
      await view.page.locator('input[name="who"][value="new"]').check();
    }
    await view.page.locator('input[name="name"]').fill(`Browser ${rule.id}`);
    await view.page.locator('button[value="d1"]').click();
    await view.page.waitForURL(/\/map/);
    const person = new Pointer(view, known);
    await person.interview(sheet);
    check(`${rule.id} in the browser`, view.path() === "/emergency" && (await view.page.locator("main").innerText()).includes(rule.id), view.path());
    await view.page.goBack();
    await view.page.goto(`${house.address}/next`);
    check(`${rule.id}: going back does not go round it`, view.path() === "/emergency", view.path());
    await view.page.goto(`${house.address}/tonight`);
    check(`${rule.id}: no session is offered`, (await view.page.locator('input[name="giver"]').count()) === 0);
    await view.close();
  }
});

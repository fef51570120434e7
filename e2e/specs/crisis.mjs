// Somebody who wants to die: the crisis page comes first, hides nothing, and is one link away from everywhere.

import { HEALTHY, Pointer, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, form, words } from "../lib/walker.mjs";

const PAGES = ["/", "/map", "/map/pain", "/ask/you?all", "/ask/life", "/check", "/result", "/emergency", "/tonight", "/again", "/record", "/see-doctor", "/giving", "/care", "/techniques", "/technique/ball", "/crisis", "/nowhere"];

story("crisis", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const known = await questions(house.address);

  const asked = new Walker(house.address);
  await asked.begin({ name: "Asked" });
  await walkTo(asked, { ...HEALTHY, answers: { ...HEALTHY.answers, thoughts_of_dying: "yes" } });
  check("a yes to the question opens the crisis page", asked.path === "/crisis", asked.trail.slice(-3).join(" "));
  check("it shows a line of the country", asked.page.html.includes('href="tel:0800 111 0 111"') || /href="tel:[\d ]+"/.test(asked.page.html));
  await asked.get("/result");
  check("it hides nothing: the result stays one page away", asked.page.status === 200 && asked.page.html.includes('href="/crisis"') && words(asked.page.html).length > 1000);

  const unknown = new Walker(house.address);
  await unknown.begin({ name: "Unknown" });
  await walkTo(unknown, { ...HEALTHY, answers: { ...HEALTHY.answers, thoughts_of_dying: "unknown" } });
  check("\"I don't know\" opens it too", unknown.path === "/crisis", unknown.trail.slice(-3).join(" "));

  // In an emergency it comes first, and the number stays on it.
  const grave = new Walker(house.address);
  await grave.begin({ name: "Grave" });
  await walkTo(grave, { answers: { ...HEALTHY.answers, thoughts_of_dying: "yes", drowsy_confused: "yes" }, pain: HEALTHY.pain });
  check("an emergency does not keep it away", ["/crisis", "/emergency"].includes(grave.path), grave.path);

  // In the person's own words, in the browser.
  const view = await window();
  const walker = new Walker(house.address);
  await walker.begin({ name: "Words" });
  await walker.finish(HEALTHY);
  await view.takeOver(walker, "/ask/life");
  await view.page.locator("textarea").last().fill("Some days I want to die.");
  await new Pointer(view, known).press(view.page.locator("main form .btns button").first());
  check("free text opens it too", view.path() === "/crisis", view.path());
  check("the heading has the focus", await view.page.evaluate(() => document.activeElement?.tagName === "H1"));
  await view.page.locator(".btns a").first().click();
  await view.page.waitForURL((url) => url.pathname !== "/crisis");
  check("the way back is a link away", view.path() !== "/crisis", view.path());
  await view.page.goto(`${house.address}/check`);
  check("the words are kept", (await view.page.locator("main").innerText()).includes("Some days I want to die."));
  await view.page.goto(`${house.address}/result`);
  check("the result links to it and shows all else", (await view.page.locator('main a[href="/crisis"]').count()) > 0 && (await view.page.locator("section").count()) > 4);
  const missing = [];
  for (const path of PAGES) {
    await view.page.goto(house.address + path);
    const link = view.page.locator('a[href="/crisis"]:visible');
    if (view.path() !== "/crisis" && (await link.count()) === 0) missing.push(path);
  }
  check("it is one link away from every page", missing.length === 0, missing.join(" "));

  // In a clinician's words on an agreement, and for every country.
  for (const [country, line] of [["US", "988"], ["GB", "116 123"]]) {
    await walker.get("/crisis");
    await walker.post("/country", [...form(walker.page.html, "/country").hidden, ["country", country]]);
    check(`${country}: ${line}`, walker.path === "/crisis" && walker.page.html.includes(`href="tel:${line}"`), () => [...walker.page.html.matchAll(/tel:([^"]+)/g)].map(([, tel]) => tel).join());
  }
  await walker.post("/country", [...form(walker.page.html, "/country").hidden, ["country", ""]]);
  check("another country: no line is made up", !/href="tel:/.test(walker.page.html) && words(walker.page.html).includes("emergency number"));
});

/** Answers until something but a question is shown. */
async function walkTo(walker, sheet) {
  for (let pages = 0; /^\/(map|ask|fit)/.test(walker.path) && pages < 40; pages += 1) await walker.answer(sheet);
}

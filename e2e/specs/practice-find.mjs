// Somebody looks for a therapist: near a ZIP code, with a slip in the name, one who is free soon; and books the one who is here.

import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { iso, make } from "../lib/practice.mjs";
import { list } from "../lib/listed.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

story("finding a therapist", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  list(house.data);
  const owner = await window({ viewport: desk });
  const path = await make(owner.page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
  const rules = owner.page.locator("form", { has: owner.page.locator('[name="located"]') });
  await owner.page.locator("details:not([open])", { has: rules }).locator("summary").click();
  await rules.locator('[name="located"]').fill("97205");
  await rules.locator("button").click();
  check("the practice says where it is", new URL(owner.page.url()).search === "?saved", path);

  const walker = new Walker(house.address);
  await walker.begin({ name: "Kim" });
  await walker.finish(HEALTHY);
  await walker.get("/result");
  const view = await window({ viewport: phone });
  const { page } = view;
  await page.context().addCookies([{ name: "supple", value: walker.cookie, url: house.address }]);
  const looked = async (name) => {
    for (const size of [phone, desk]) {
      await page.setViewportSize(size);
      check(`${name} is for everybody at ${size.width}`, (await violations(page)).length === 0, () => violations(page));
      check(`${name} does not scroll sideways at ${size.width}`, !(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
      if (process.env.SUPPLE_SCREENSHOTS === "1") await page.screenshot({ path: `${pictures}find-${name}-${size.width}.png`, fullPage: true });
    }
    await page.setViewportSize(phone);
  };
  await page.goto(`${house.address}/see-therapist`);
  await page.locator('a[href="/therapists"]').click();
  await page.locator("h1").waitFor();
  check("the order is explained", (await page.textContent("main")).includes("Nobody can pay to stand higher"));
  await looked("form");

  // A mistake first: nothing of what was typed is lost.
  await page.locator("#near").fill("00000");
  await page.locator("#words").fill("sampelton");
  await page.locator("form .btns button").first().click();
  check("a place that is not known is said", (await page.textContent("main")).includes("This place is not known here"));
  check("what was typed is there", (await page.inputValue("#words")) === "sampelton");

  // With the keyboard alone: the field, and Enter.
  await page.locator("#near").fill("97205");
  await page.locator("#words").focus();
  await page.keyboard.press("Enter");
  await page.locator("#listed").waitFor();
  const slip = await page.textContent("#listed");
  check("a slip of the finger is forgiven", slip.includes("Blake Sampleton") && slip.includes("1 therapist fits"), slip);
  check("who is listed is said to be unchecked, with who keeps the register", slip.includes("Listed, licence not checked") && slip.includes("oregon.gov/obmt"), slip);

  await page.locator("#words").fill("");
  await page.locator('[name="plan"]').check();
  await page.locator("form .btns button").first().click();
  await page.locator("#here").waitFor();
  const here = await page.textContent("#here");
  check("who gives what the plan asks for and is near can be booked", here.includes("Cleo") && here.includes("First free"), here);
  await page.locator('[name="plan"]').uncheck();
  await page.locator("form .btns button").first().click();
  await page.locator("#listed").waitFor();
  const names = await page.locator("#listed h3").allTextContents();
  check("the nearest stand first, and those who are far do not stand there", names.length === 3 && names[0].startsWith("Blake") && !names.some((name) => name.includes("Far")), names);
  check("nothing of it stands in the address", new URL(page.url()).pathname === "/therapists" && new URL(page.url()).search === "");
  await looked("results");
  await page.locator('#here a[href^="/book"]').first().click();
  await page.locator("h1").waitFor();
  check("and there they are booked", new URL(page.url()).pathname === "/book" && (await page.textContent("main")).includes("Cleo"));
});

// What a page comes to on paper and on small screens: the result fits on a few sheets, and a session can be begun, read and
// stopped with the phone on its side and with large text.

import { HEALTHY } from "../lib/person.mjs";
import { begin } from "../lib/session.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const person = async (house, name, more = {}) => {
  const walker = new Walker(house.address);
  await walker.begin({ name, country: "DE" });
  await walker.finish({ ...HEALTHY, answers: { ...HEALTHY.answers, ...more } });
  return walker;
};

/** Sheets of A4. */
const sheets = async (page, path) => (await page.pdf({ format: "A4", path })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;

story("the result on paper", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window();
  const { page } = view;
  for (const [name, more, most] of [["Maja", {}, 3], ["Ben", { blood_thinner: "yes" }, 4], ["Cleo", { osteoporosis: "unknown" }, 4]]) {
    await view.takeOver(await person(house, name, more), "/result");
    const on = await sheets(page, process.env.LOOKS && `${process.env.LOOKS}/result-${name}.pdf`);
    check(`${name}: at most ${most} sheets`, on <= most, `${on}`);
    await page.emulateMedia({ media: "print" });
    const first = (await page.locator("main").innerText()).trim().split("\n")[0];
    check(`${name}: name, age and day stand first`, first.includes(name) && /years/.test(first) && /20\d\d/.test(first), first);
    check(`${name}: no figure is taller than half a sheet`, (await page.locator(".fig svg").evaluateAll((all) => all.every((one) => one.getBoundingClientRect().height < 400))));
    await page.emulateMedia({ media: null });
  }
});

story("the player on its side and with large text", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ baseURL: house.address });
  const { page } = view;
  await view.takeOver(await person(house, "Maja"), "/tonight");
  await begin(page);
  for (const [name, width, height, size] of [["sideways", 740, 360, "100%"], ["large text", 360, 740, "200%"], ["upright", 360, 640, "100%"], ["desktop", 1440, 900, "100%"]]) {
    await page.setViewportSize({ width, height });
    await page.evaluate((size) => { document.documentElement.style.fontSize = size; window.scrollTo(0, 0); }, size);
    for (const what of ["[data-pause]", "[data-stop]", "[data-caption]", "[data-clock]"]) {
      // Whole, and with nothing over it.
      const seen = await page.locator(what).evaluate((one) => {
        const box = one.getBoundingClientRect();
        const bar = one.closest(".halt") ? innerHeight : document.querySelector(".halt").getBoundingClientRect();
        const beside = bar.left >= box.right;
        const inside = box.height > 0 && box.top >= 0 && box.bottom <= (beside ? innerHeight : (bar.top ?? innerHeight)) && box.left >= 0 && box.right <= innerWidth;
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return { ok: inside && (top === one || one.contains(top)), box: [box.left, box.top, box.right, box.bottom].map(Math.round), over: top?.className };
      });
      check(`${name}: ${what} is on the screen`, seen.ok, JSON.stringify(seen));
    }
    const stop = await page.locator("[data-stop]").boundingBox();
    const go = await page.locator("[data-pause]").boundingBox();
    check(`${name}: STOP is the larger`, stop.width * stop.height >= go.width * go.height, JSON.stringify([stop, go]));
    if (process.env.LOOKS) await page.screenshot({ path: `${process.env.LOOKS}/player-${name.replace(" ", "-")}.png` });
  }
});

story("the sheet of STOP, and answers to check", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const view = await window({ baseURL: house.address });
  const { page } = view;
  await view.takeOver(await person(house, "Maja", { blood_thinner: "yes" }), "/check");
  const shut = await page.locator("details:not([open]) > summary", { hasText: "all No" }).count();
  check("answers that are all No are closed lines", shut >= 5, `${shut}`);
  check("what was not No is there to be read", await page.locator("dt", { hasText: /blood thinner/i }).isVisible());
  check("the way to the result stays on the screen", await page.locator('.dock a[href="/result"]').evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight));
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  check("the page is a few screens high", tall < 6 * 740, `${tall}`);
  if (process.env.LOOKS) await page.screenshot({ path: `${process.env.LOOKS}/check.png`, fullPage: true });

  await begin(page);
  await page.locator("[data-pause]").click();
  await page.locator("[data-stop]").click();
  const top = (what) => page.locator(what).first().evaluate((one) => one.getBoundingClientRect().top);
  check("on the sheet of STOP the signs come before the end", (await top('[data-panel="stop"] [data-sign]')) < (await top('[data-panel="stop"] [data-end]')));
  const seen = await page.locator('[data-panel="stop"] [data-end]').evaluate((one) => {
    const box = one.getBoundingClientRect();
    return box.bottom <= innerHeight && one.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
  });
  check("and ending is on the screen without scrolling", seen);
  check("nothing lies over the sheet", !(await page.locator(".halt").isVisible()));
  if (process.env.LOOKS) await page.screenshot({ path: `${process.env.LOOKS}/stop.png` });
  await page.locator("[data-stop-go]").click();
  check("STOP is back when it goes on", await page.locator("[data-stop]").isVisible());
});

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

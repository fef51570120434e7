// A practice sees what became of its clients: only what they told, and nothing where nobody did.

import { violations } from "../lib/axe.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, form, headline, words } from "../lib/walker.mjs";

const BACK = { ...HEALTHY, pain: [{ place: "low-back-left", intensity: 6 }] };

/** Sends the form with this action and these fields, or the one of several that holds `act`. */
async function send(who, action, fields) {
  await who.post(action, [...form(who.page.html, action).hidden.filter(([name]) => name !== "act"), ...fields]);
}

/** Every value of a field of the page. */
const values = (html, name) => [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value.replace(/&#38;|&amp;/g, "&"));

/** A practice that asks for no licence, with a service, and a therapist who works all day; its path. */
async function practice(owner) {
  await owner.get("/practice");
  await send(owner, "/practice", [["name", "Back Room"], ["zone", "UTC"], ["place", "us-ks"]]);
  const path = owner.path;
  const service = [["service", "Massage"], ["length", "30"], ["after", "0"], ["every", "30"], ["price", ""]];
  await send(owner, path, [["act", "service"], ...service]);
  await send(owner, path, [["act", "rules"], ["notice", "0"], ["horizon", "90"], ["no-show", "0"], ["free", ""], ["fee", ""]]);
  await owner.get(`${path}/therapist`);
  const techniques = values(owner.page.html, "technique").map((id) => ["technique", id]);
  const hours = [1, 2, 3, 4, 5, 6, 7].map((day) => [`h-${day}`, "8-20"]);
  await send(owner, `${path}/therapist`, [["name", "Cleo"], ...hours, ...techniques]);
  return path;
}

/** Books one session, tomorrow. */
async function book(client) {
  await client.get("/book?giver=therapist&count=1&at=10:00");
  const { html } = client.page;
  const kept = ["csrf", "seq", "wishes", "practice", "service", "key", "of"].flatMap((name) => values(html, name).slice(0, 1).map((value) => [name, value]));
  await client.post("/book", [...kept, ...values(html, "take").slice(0, 1).map((value) => ["take", value])]);
  await send(client, "/bookings", [["act", "confirm"]]);
}

story("a practice sees only what clients told", async ({ check, household, window }) => {
  const house = await household({ country: "GB" });
  const owner = new Walker(house.address);
  const path = await practice(owner);
  await owner.get(`${path}/outcomes`);
  check("nothing is over yet", words(owner.page.html).includes("No course is over yet"), () => words(owner.page.html).slice(0, 400));
  let rosa = new Walker(house.address);
  await rosa.begin({ name: "Rosa" });
  await rosa.finish(BACK);
  await book(rosa);
  check("a session is booked", words(rosa.page.html).includes("booked"), () => words(rosa.page.html).slice(0, 600));
  // An hour before the session, at whatever hour this runs.
  await house.comeBack(1, 9);
  rosa = new Walker(house.address);
  await rosa.enter("Rosa");
  await rosa.get("/again");
  await rosa.answer(BACK);
  await rosa.finish(BACK);
  await rosa.get("/bookings");
  await send(rosa, "/bookings", [["act", "share"]]);
  await owner.get(`${path}/day`);
  await send(owner, `${path}/day`, [["well", "yes"], ["consent", "yes"], ["act", "begin"]]);
  await send(owner, `${path}/day`, [["act", "done"]]);
  await owner.get(`${path}/outcomes`);
  check("who did not tell counts as not better", words(owner.page.html).includes("0 of 1 client") && words(owner.page.html).includes("1 did not tell"), () => words(owner.page.html).slice(0, 600));
  await rosa.get("/bookings");
  const told = rosa.page.html.match(/\/bookings\/told\?id=[^"]+/)?.[0];
  check("the client can let it be counted", Boolean(told), headline(rosa.page.html));
  await rosa.get(told);
  await send(rosa, "/bookings/told", [["reactions", "1"], ["serious", "0"], ["act", "tell"]]);
  await owner.get(`${path}/outcomes`);
  check("and then it is", words(owner.page.html).includes("After 1 of 1 sessions"), () => words(owner.page.html).slice(0, 900));
  for (const width of [360, 1440]) {
    const view = await window({ url: house.address, viewport: { width, height: 800 } });
    const { page } = view;
    await page.context().addCookies([{ name: "supple", value: rosa.cookie, url: house.address }]);
    for (const [name, address] of [["/practice/…/outcomes", `${path}/outcomes`], ["/bookings/told", told]]) {
      await page.goto(house.address + address);
      const found = await violations(page);
      check(`${name} at ${width} has no fault of access`, found.length === 0, found.join("; "));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      check(`${name} at ${width} does not scroll sideways`, !wide);
    }
  }
});

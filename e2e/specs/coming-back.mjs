// Days later: answers have aged, what is new is asked first, and an agreement runs out.

import { example, sheetOf } from "../lib/examples.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, form, headline, words } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;
const day = (later) => new Date(Date.now() + later * DAY_MS).toISOString().slice(0, 10);

story("coming back", async ({ check, household }) => {
  const house = await household({ country: "GB" });
  const kim = new Walker(house.address);
  await kim.begin({ name: "Kim" });
  const first = new Set();
  while (kim.path !== "/check") {
    for (const [, id] of kim.page.html.matchAll(/id="f-([^"]+)"/g)) first.add(id);
    await kim.answer(HEALTHY);
  }
  await kim.get("/result");

  // A clinician agrees: what may be lifted is lifted, within the limits.
  const heart = sheetOf(example("heart-failure-agreed"));
  const lee = new Walker(house.address);
  await lee.begin({ name: "Lee" });
  await lee.finish(heart);
  await lee.get("/result");
  check("medical first is no dead end", headline(lee.page.html).startsWith("See a clinician") && lee.page.html.includes('href="/agreement"') && words(lee.page.html).includes("doctor"));
  await lee.get("/tonight");
  check("no session before somebody agreed", !lee.page.html.includes('name="giver"'));
  await lee.get("/agreement");
  const agree = (fields) => lee.post("/agreement", [...form(lee.page.html, "/agreement").hidden, ...Object.entries(fields)]);
  const empty = await agree({ by: "", profession: "", from: day(2), until: day(-1), minutes: "900" });
  check("every problem of an agreement is named at once", empty.status === 422 && (empty.html.match(/<li><a href="#/g) ?? []).length === 5, `${(empty.html.match(/<li><a href="#/g) ?? []).length}`);
  await agree({ by: "Dr Okafor", profession: "cardiologist", from: day(-3), until: day(3), pressure: "1", minutes: "12", words: "Half sitting, short." });
  await lee.get("/next");
  await lee.finish(heart);
  await lee.get("/result");
  check("an agreement lifts medical first to limits", headline(lee.page.html).startsWith("A gentle massage is possible"), () => words(lee.page.html).slice(0, 300));
  check("it says who agreed, and until when", words(lee.page.html).includes("Dr Okafor, cardiologist") && words(lee.page.html).includes("Half sitting, short."));
  await lee.get("/tonight");
  const givers = [...lee.page.html.matchAll(/name="giver" value="([^"]+)"/g)].map(([, giver]) => giver);
  if (check("massage goes on within it", givers.length > 0, lee.path)) {
    const scores = [...lee.page.html.matchAll(/<fieldset[^>]* id="(s-[^"]+)"/g)].map(([, name]) => [name, "4"]);
    await lee.post("/tonight", [...form(lee.page.html, "/tonight").hidden, ["giver", givers[0]], ["later", "yes"], ...scores]);
    const seconds = [...lee.page.html.matchAll(/data-seconds="(\d+)"/g)].reduce((sum, [, one]) => sum + Number(one), 0);
    check("no longer than agreed", lee.path === "/player" && seconds > 0 && seconds <= 12 * 60, `${lee.path} ${seconds} s`);
    check("no firmer than agreed", !/Pressure: (light|medium|strong|deep)/i.test(words(lee.page.html)), () => words(lee.page.html).match(/Pressure: \w+/g)?.join());
  }

  // Nothing that must not wait can be agreed away.
  const ces = new Walker(house.address);
  await ces.begin({ name: "Urgent" });
  await ces.finish(sheetOf(example("a08-lifting-the-shopping")));
  await ces.get("/result");
  check("\"see a doctor today\" offers no agreement that lifts it", headline(ces.page.html).startsWith("See a doctor today"));
  await ces.get("/agreement");
  if (ces.path === "/agreement") {
    await ces.post("/agreement", [...form(ces.page.html, "/agreement").hidden, ["by", "Dr A"], ["profession", "doctor"], ["from", day(0)], ["until", day(30)]]);
    await ces.get("/result");
  }
  check("an agreement does not lift it", headline((await ces.get("/result")).html).startsWith("See a doctor today"));

  await house.comeBack(8);
  await kim.enter("Kim");
  check("after eight days the first page offers what is new", kim.path === "/again" || kim.trail.includes("/again"), kim.trail.slice(-3).join(" "));
  check("it says what came out last time", words(kim.page.html).includes("Nothing stops a massage"), () => words(kim.page.html).slice(0, 300));
  await kim.get("/tonight");
  check("no session on old answers", !kim.page.html.includes('name="giver"'), kim.path);
  await kim.get("/again");
  await kim.answer(HEALTHY);
  const asked = [...kim.page.html.matchAll(/id="f-([^"]+)"/g)].map(([, id]) => id);
  const five = ["new_symptom", "new_injury", "new_illness", "new_treatment", "new_skin"];
  check("the five \"anything new?\" questions come first", five.every((id) => asked.includes(id)) && asked.length <= 6, asked.join(" "));
  await kim.answer(HEALTHY);
  const trail = [kim.path];
  const stale = new Set();
  while (!/^\/(check|emergency)/.test(kim.path)) {
    for (const [, id] of kim.page.html.matchAll(/id="f-([^"]+)"/g)) stale.add(id);
    await kim.answer(HEALTHY);
    trail.push(kim.path);
  }
  check("then what has gone stale: the map and today's answers", trail.includes("/map") && stale.has("fever"), `${trail.join(" ")}: ${[...stale].length}`);
  check("and not what stays good", !stale.has("age") && !stale.has("sex") && !stale.has("cancer_ever"), [...stale].join(" "));
  check("it asks less than the first time", asked.length + stale.size < first.size, `${asked.length + stale.size} of ${first.size}`);
  await kim.get("/result");
  check("the result says what differs from last time", words(kim.page.html).includes("Since last time") && words(kim.page.html).includes("The result is the same."), () => words(kim.page.html).slice(0, 400));

  // Something new opens its pages again.
  await kim.get("/again");
  await kim.answer(HEALTHY);
  await kim.answer({ answers: Object.fromEntries(asked.map((id) => [id, "yes"])) });
  check("a yes to \"anything new?\" asks on", kim.path.startsWith("/ask/") || kim.path === "/map", kim.path);

  await lee.enter("Lee");
  if (lee.path === "/again") await lee.answer(heart);
  await lee.finish(heart);
  await lee.get("/result");
  check("an agreement that ran out lifts nothing", headline(lee.page.html).startsWith("See a clinician"), () => words(lee.page.html).slice(0, 300));
  await lee.get("/tonight");
  check("and gives no session", !lee.page.html.includes('name="giver"'));
});

// The people of examples/ go through the forms: the pages say what the interface for programs says.

import { assess, example, names, sheetOf } from "../lib/examples.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, headline, words } from "../lib/walker.mjs";

const SAID = {
  clear: /^Nothing in your answers stops a massage today/,
  modified: /^A gentle massage is possible today, within the limits/,
  "medical-first": /^(See a clinician before any massage|Not today|Not now)/,
  urgent: /^See a doctor today/,
};

story("examples", async ({ check, household }) => {
  const house = await household();
  const seen = new Set();
  for (const name of names()) {
    const document = example(name);
    // An agreement is entered on a page of its own, which has a story of its own.
    if (document.clearances) continue;
    delete document.today;
    const wanted = await assess(house.address, document);
    const walker = new Walker(house.address);
    await walker.begin({ name, country: document.country, proxy: document.proxy && "Robin" });
    await walker.finish(sheetOf(document));
    if (walker.path === "/emergency") {
      seen.add("emergency");
      check(`${name}: emergency`, wanted.disposition === "emergency", wanted.disposition);
      continue;
    }
    await walker.get("/result");
    const said = headline(walker.page.html);
    seen.add(wanted.disposition);
    check(`${name}: ${wanted.disposition}`, SAID[wanted.disposition].test(said), said);
    // The interview ends when nothing can change the outcome any more, so lesser reasons may be missing: one of those
    // that decide must be there.
    const grave = wanted.reasons.filter(({ effect }) => effect === wanted.disposition);
    const text = words(walker.page.html);
    check(`${name}: the page says why`, grave.length === 0 || grave.some(({ title }) => text.includes(title)), grave.map(({ rule }) => rule).join(" "));
  }
  check("each disposition is among them", seen.size === 5, [...seen].join(" "));
});

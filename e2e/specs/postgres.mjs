// The pages, a program at /fhir and a practice on a database server.

import { desk } from "../lib/browser.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { Postgres } from "../lib/postgres.mjs";
import { iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, headline } from "../lib/walker.mjs";

const DAY_MS = 86_400_000;

story("on a database server", async ({ check, household, window }) => {
  const server = await Postgres.start();
  try {
    const house = await household({ country: "US", args: ["--database", server.url] });
    const walker = new Walker(house.address);
    await walker.begin();
    await walker.finish(HEALTHY);
    await walker.get("/result");
    check("somebody gets a result", walker.page.status === 200 && headline(walker.page.html).includes("Nothing"), headline(walker.page.html));

    const { page } = await window({ viewport: desk });
    const path = await make(page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
    await page.goto(`${house.address}${path}/programs`);
    await page.locator("#name").fill("Nightly list");
    await page.locator("#scopes").fill("system/Organization.rs");
    await page.locator("form", { has: page.locator("#scopes") }).locator("button").click();
    const token = await page.textContent(".key");
    const ask = (authorization, address, init = {}) =>
      fetch(`${house.address}/fhir/${address}`, { ...init, headers: { authorization, "content-type": "application/fhir+json" } });
    const read = await ask(`Bearer ${token.trim()}`, "Organization");
    check("a program reads with its token", read.status === 200 && (await read.json()).total === 1, read.status);
    const [kind, , ...rest] = token.trim().split("_");
    for (const wrong of [`${kind}_${rest.join("_") || "x"}`, "supple_x", `${token.trim().slice(0, -1)}x`]) {
      const refused = await ask(`Bearer ${wrong}`, "Organization");
      check("a wrong token is refused, and answered", refused.status === 401, refused.status);
      const body = JSON.stringify({ resourceType: "Bundle", type: "batch" });
      const posted = await ask(`Bearer ${wrong}`, "", { method: "POST", body });
      check("so is what it sends", posted.status === 401, posted.status);
    }
  } finally {
    await server.close();
  }
});

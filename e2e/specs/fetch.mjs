// A record fetched from a clinic (SMART App Launch): the person leaves, agrees there, comes back from another site, and is asked.

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { outside } from "../lib/outside.mjs";
import { HEALTHY } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const record = JSON.parse(readFileSync(fileURLToPath(new URL("../fixtures/clinic-record.json", import.meta.url)), "utf8"));
const pictures = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const resources = record.entry.map((entry) => entry.resource);
const patient = resources.find((one) => one.resourceType === "Patient");
const json = (body, status = 200) => ({ status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** A clinic that lets in whoever shows the verifier of the challenge that they left with. */
function clinic() {
  const left = new Map();
  return async ({ url, headers, body }) => {
    const here = `https://${headers.host}`;
    const { pathname, searchParams } = new URL(url, here);
    if (pathname === "/fhir/.well-known/smart-configuration") {
      return json({ authorization_endpoint: `${here}/authorize`, token_endpoint: `${here}/token`, code_challenge_methods_supported: ["S256"], capabilities: ["launch-standalone", "client-public"] });
    }
    if (pathname === "/authorize") {
      left.set("the-code", Object.fromEntries(searchParams));
      const back = new URL(searchParams.get("redirect_uri"));
      back.searchParams.set("code", "the-code");
      back.searchParams.set("state", searchParams.get("state"));
      return { status: 200, headers: { "content-type": "text/html" }, body: `<!doctype html><title>Clinic</title><h1>General Hospital</h1><a id="agree" href="${back.href.replaceAll("&", "&amp;")}">I agree</a>` };
    }
    if (pathname === "/token") {
      const form = new URLSearchParams(body);
      const asked = left.get(form.get("code"));
      const right = asked && createHash("sha256").update(form.get("code_verifier")).digest("base64url") === asked.code_challenge && form.get("redirect_uri") === asked.redirect_uri;
      left.delete(form.get("code"));
      return right ? json({ access_token: "a-token", token_type: "Bearer", patient: patient.id, scope: asked.scope }) : json({ error: "invalid_grant" }, 400);
    }
    if (headers.authorization !== "Bearer a-token") return json({ resourceType: "OperationOutcome", issue: [{ severity: "error", code: "login" }] }, 401);
    if (pathname === `/fhir/Patient/${patient.id}`) return json(patient);
    const kind = pathname.slice("/fhir/".length);
    return json({ resourceType: "Bundle", type: "searchset", entry: resources.filter((one) => one.resourceType === kind).map((resource) => ({ resource })) });
  };
}

story("a record fetched from a clinic", async ({ check, household, window }) => {
  const there = await outside(clinic());
  const folder = mkdtempSync(join(tmpdir(), "supple-clinics-"));
  try {
    const systems = join(folder, "systems.json");
    const iss = `${there.url}/fhir`;
    writeFileSync(systems, JSON.stringify({ clinics: [{ name: "General Hospital", iss, client_id: "supple" }] }));
    const house = await household({ country: "US", args: ["--systems", systems, "--reach", there.host], env: { SSL_CERT_FILE: there.trust } });
    const person = new Walker(house.address);
    await person.begin({ name: "Kim" });
    await person.finish(HEALTHY);
    const view = await window({ viewport: phone, ignoreHTTPSErrors: true });
    const { page } = view;
    await view.takeOver(person, "/record/import");
    await page.locator('a[href="/record/fetch"]').click();
    check("the page is for everybody", (await violations(page)).length === 0, () => violations(page));
    for (const size of [phone, desk]) {
      await page.setViewportSize(size);
      if (process.env.SUPPLE_SCREENSHOTS === "1") await page.screenshot({ path: `${pictures}fetch-${size.width}.png`, fullPage: true });
    }
    await page.setViewportSize(phone);
    await page.locator("#clinics button").click();
    await page.waitForSelector('a[href*="/authorize"]');
    check("the page that leads away is for everybody", (await violations(page)).length === 0, () => violations(page));
    check("it says where to", (await page.textContent("main")).includes("localhost"));
    await page.locator('a[href*="/authorize"]').click();
    await page.waitForSelector("#agree");
    check("the clinic is not told where from", there.heard.some(({ url }) => url.startsWith("/authorize")) && there.heard.filter(({ url }) => url.startsWith("/authorize")).every(({ headers }) => headers.referer === undefined));
    await page.locator("#agree").click();
    await page.waitForURL(/\/record\/fetched/);
    await page.waitForSelector("fieldset.q");
    const asked = await page.textContent("main");
    check("the same person comes back, and is asked what the clinic's record says", asked.includes("Kim Example") && asked.includes("Apixaban"), asked);
    check("nothing is chosen", (await page.locator("input:checked").count()) === 0);
    check("what is asked is for everybody", (await violations(page)).length === 0, () => violations(page));
    check("nothing is wider than a telephone", await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.locator('main form [value="yes"]').first().check();
    await page.locator("main form .btns button").click();
    await page.waitForLoadState("domcontentloaded");
    await page.goto(`${house.address}/record`);
    check("what was confirmed is in the record", (await page.textContent("main")).includes("A record from a clinic"));
    const before = there.heard.length;
    await page.goBack();
    await page.goBack();
    check("coming back twice asks nobody", there.heard.length === before);

    // From the clinic's own program: only to a clinic that was named.
    await page.goto(`${house.address}/from/launch?iss=${encodeURIComponent(iss)}&launch=xyz`);
    await page.waitForURL(/\/record\/fetch\?/);
    check("the clinic's own program can send somebody", (await page.textContent("main")).includes("You come from this clinic"));
    await page.goto(`${house.address}/record/fetch?iss=https%3A%2F%2Fevil.example&launch=xyz`);
    check("nobody else can", (await page.textContent("main")).includes("has not named this clinic") && (await page.locator("#clinics button").count()) === 0);
    check("no mistake makes it hard to read", (await violations(page)).length === 0, () => violations(page));
  } finally {
    await there.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

// A program that signs with a key of its own: let in on the owner's page, it asks for access and reads.

import { createHash, randomUUID } from "node:crypto";

import { violations } from "../lib/axe.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { picture } from "../lib/pictures.mjs";
import { iso, make } from "../lib/practice.mjs";
import { story } from "../lib/spec.mjs";

const DAY_MS = 86_400_000;
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** What a client signs with its key (SMART Backend Services). */
async function signed(key, claims) {
  const message = `${part({ alg: "ES384", kid: "a", typ: "JWT" })}.${part(claims)}`;
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-384" }, key, Buffer.from(message));
  return `${message}.${Buffer.from(signature).toString("base64url")}`;
}

story("a program that signs", async ({ check, household, window }) => {
  const house = await household({ country: "US" });
  const { page } = await window({ viewport: desk });
  const path = await make(page, house.address, "North Room", iso(Date.now() + 900 * DAY_MS));
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, ["sign", "verify"]);
  const set = async (key) => JSON.stringify({ keys: [{ ...(await crypto.subtle.exportKey("jwk", key)), kid: "a" }] });
  await page.goto(`${house.address}${path}/programs`);
  check("the page is for everybody", (await violations(page)).length === 0, () => violations(page));
  const form = page.locator("form", { has: page.locator("#keys") });
  await page.locator("#name").fill("Nightly list");
  await page.locator("#scopes").fill("system/Organization.rs");
  await page.locator("#keys").fill(await set(privateKey));
  await form.locator("button").click();
  const mistake = await page.textContent('[role="alert"]');
  check("a private key is not taken", mistake.includes("private key"), mistake);
  check("what was typed stays", (await page.inputValue("#name")) === "Nightly list");
  check("the page with a mistake is for everybody", (await violations(page)).length === 0, () => violations(page));
  await page.locator("#keys").fill(await set(publicKey));
  await form.locator("button").click();
  const client = await page.textContent(".key");
  check("it has a name as a client", /^[0-9a-f]{64}$/.test(client), client);
  check("the page with the client is for everybody", (await violations(page)).length === 0, () => violations(page));
  await picture(page, "programs-client");

  const told = await (await fetch(`${house.address}/fhir/.well-known/smart-configuration`)).json();
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: client, sub: client, aud: told.token_endpoint, exp: now + 200, jti: randomUUID() };
  const ask = (assertion) => fetch(told.token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: "system/*.rs",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    }),
  });
  const assertion = await signed(privateKey, claims);
  const given = await (await ask(assertion)).json();
  check("it gets access for minutes", given.expires_in === 300 && given.scope === "system/Organization.rs", JSON.stringify(given));
  check("what it signed counts once", (await ask(assertion)).status === 401);
  const read = (kind) => fetch(`${house.address}/fhir/${kind}`, { headers: { authorization: `Bearer ${given.access_token}` } });
  check("it reads what it may", (await (await read("Organization")).json()).total === 1);
  check("and nothing else", (await read("Patient")).status === 403);
  const digest = createHash("sha256").update(given.access_token).digest("hex");
  check("access is not on the page", !(await page.content()).includes(digest) && !(await page.content()).includes(given.access_token));
});

// What a practice's programs are told, beside the library of the standard: npm standardwebhooks takes every message as it came, and none
// that was changed, is older than it allows, or is signed with another secret.
// Usage: node hooks.mjs. Builds as run.mjs does; the browser is the one of e2e/.
import { resolve } from "node:path";
import { Webhook } from "standardwebhooks";
import { build, built } from "./lib/cargo.mjs";

process.env.SUPPLE_PROGRAM ??= resolve(built, "supple");
const { Household } = await import("../e2e/lib/household.mjs");
const { launch } = await import("../e2e/lib/browser.mjs");
const { outside } = await import("../e2e/lib/outside.mjs");
const { iso, make } = await import("../e2e/lib/practice.mjs");

build();
const DAY_MS = 86_400_000;
const TESTS = 5;
const program = await outside(() => 204);
const house = await Household.start({ args: ["--reach", program.host], env: { SSL_CERT_FILE: program.trust } });
const browser = await launch();
const wrong = [];
let taken = 0;
let refused = 0;
try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const path = await make(page, house.address, "Back Room", iso(Date.now() + 400 * DAY_MS));
  await page.goto(`${house.address}${path}/hooks`);
  await page.locator("#name").fill("Clinic record");
  await page.locator("#url").fill(`${program.url}/in`);
  await page.locator('[value="appointment.booked"]').check();
  await page.locator("form").last().locator("button").click();
  const secret = await page.textContent(".key");
  for (let count = 0; count < TESTS; count += 1) {
    await page.goto(`${house.address}${path}/hooks`);
    await page.locator('button[value="try"]').click();
    await page.waitForLoadState("domcontentloaded");
  }
  const heard = await program.until(TESTS);
  if (heard.length !== TESTS) wrong.push(`${heard.length} of ${TESTS} messages came`);
  const other = new Webhook(`whsec_${Buffer.alloc(32, 1).toString("base64")}`);
  const right = new Webhook(secret);
  for (const { body, headers } of heard) {
    try {
      if (right.verify(body, headers).type === "test") taken += 1;
    } catch (error) {
      wrong.push(`a message of ours is refused: ${error.message}`);
    }
    const old = { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 3600) };
    for (const [judge, text, with_] of [
      [right, `${body} `, headers],
      [right, body, { ...headers, "webhook-id": "msg_other" }],
      [right, body, old],
      [other, body, headers],
    ]) {
      try {
        judge.verify(text, with_);
        wrong.push("a forged message is taken");
      } catch {
        refused += 1;
      }
    }
  }
  if (new Set(heard.map(({ headers }) => headers["webhook-id"])).size !== heard.length) wrong.push("two messages have one id");
} finally {
  await browser.close();
  await house.close();
  await program.close();
}
for (const line of wrong) console.error(line);
console.log(`messages that the standard's library takes: ${taken}; forged ones that it refuses: ${refused}`);
const passed = wrong.length === 0 && taken === TESTS ? 1 : 0;
console.log(`${passed} passed, ${1 - passed} failed`);
process.exit(1 - passed);

// The program starts, serves its first page by itself, and ends cleanly.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "../lib/axe.mjs";
import { desk, launch, phone, visitor } from "../lib/browser.mjs";
import { start } from "../lib/server.mjs";

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), start()]);
});

after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

for (const [name, viewport] of Object.entries({ phone, desk })) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the first page stands by itself: ${name}, ${colorScheme}`, async () => {
      const { context, page, strangers, complaints } = await visitor(browser, server.url, { viewport, colorScheme });
      const response = await page.goto("/");
      assert.equal(response.status(), 200);
      assert.equal(await page.locator("h1").count(), 1);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(strangers, []);
      assert.deepEqual(complaints, []);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(sideways, false);
      await context.close();
    });
  }
}

test("the first page needs no script and weighs less than 60 kB", async () => {
  const { context, page } = await visitor(browser, server.url, { javaScriptEnabled: false });
  let bytes = 0;
  page.on("response", async (response) => {
    bytes += (await response.body()).length;
  });
  await page.goto("/", { waitUntil: "networkidle" });
  assert.ok(await page.locator("h1").isVisible());
  assert.ok(bytes > 0 && bytes < 60_000, `${bytes} bytes`);
  await context.close();
});

test("the interface for programs answers beside the pages", async () => {
  const answers = { answers: { saddle_numbness: "yes" }, pain: [] };
  const response = await fetch(`${server.url}/api/v1/assess`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(answers),
  });
  assert.equal(response.status, 200);
  const assessment = await response.json();
  assert.equal(assessment.schema, 1);
  assert.equal(assessment.disposition, "emergency");
});

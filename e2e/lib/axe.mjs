// What axe finds wrong with a page.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The violations on a page, one line each; an empty list is the aim. The policy of the page stays in force. */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    // Through the debugger, so that the policy against foreign scripts need not be lifted for it.
    const session = await page.context().newCDPSession(page);
    await session.send("Runtime.evaluate", { expression: source });
    await session.detach();
  }
  const found = await page.evaluate(async () => (await globalThis.axe.run({ resultTypes: ["violations"] })).violations);
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target).join(" ")}`);
}

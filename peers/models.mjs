// A clinic's script in Python: fhirpy walks the loop at the running product, and the typed models of fhir.resources (R4B) read everything
// that it answers, what is exported of the knowledge, and a record that is taken along.
// Usage: node models.mjs. Needs python3 with venv; what it installs stays in target/.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, built, root, run } from "./lib/cargo.mjs";

const WANTED = ["fhir.resources==8.3.0", "fhirpy==2.3.1"];
const home = resolve(root, "target/fhir-models");
process.env.SUPPLE_PROGRAM ??= resolve(built, "supple");
const { start } = await import("../e2e/lib/server.mjs");
const { launch } = await import("../e2e/lib/browser.mjs");
const { let_in } = await import("./lib/program.mjs");

build();
if (!existsSync(resolve(home, "lib"))) {
  execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
  execFileSync(resolve(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", ...WANTED], { stdio: "inherit" });
}
const folder = mkdtempSync(join(tmpdir(), "supple-models-"));
const put = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
// Somebody who may be massaged: the first of those of whom a whole decision says so.
const responses = run(resolve(built, "examples/responses")).trim().split("\n").map((line) => JSON.parse(line));
const program = process.env.SUPPLE_PROGRAM;
const allows = ({ file, response }) => {
  const said = JSON.parse(run(program, "assess", "--format", "json", "--fhir", put(file, JSON.stringify(response))));
  return said.disposition === "clear" || said.disposition === "modified";
};
const { response } = responses.find(allows);
const exported = put("export.json", run(program, "knowledge", "export", "fhir"));
const server = await start({});
const browser = await launch();
let found;
try {
  const { client, token } = await let_in(browser, server);
  // The client tells how it is.
  await client.goto(`${server.url}/check-in/peg`);
  for (const item of [0, 1, 2]) await client.locator(`input[name="a-${item}"][value="4"]`).check();
  await client.locator("main form .btns button").first().click();
  await client.waitForLoadState("domcontentloaded");
  const record = put("record.json", run(program, "record", "export", "Cleo", "--form", "fhir", "--data", server.data));
  found = spawnSync(resolve(home, "bin/python"), [resolve(import.meta.dirname, "lib/models.py"), server.url, token, put("response.json", JSON.stringify(response)), exported, record], { encoding: "utf8", timeout: 120_000 });
} finally {
  await browser.close();
  await server.stop();
}
console.error(found.stderr);
console.log(found.stdout.trim());
const passed = found.status === 0 ? 1 : 0;
console.log(`${passed} passed, ${1 - passed} failed`);
process.exit(1 - passed);

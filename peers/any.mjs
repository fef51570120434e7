// Whatever anybody may send: schemathesis makes up requests from our own description of the API, without a token and with one, and nothing
// may answer with a failure of ours (5xx) or in a way that the description does not name.
// Usage: node any.mjs. Needs python3 with venv; what it installs stays in target/.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { build, built, root } from "./lib/cargo.mjs";

const VERSION = "4.32.5";
const home = resolve(root, "target/schemathesis");
const tool = resolve(home, "bin/schemathesis");
process.env.SUPPLE_PROGRAM ??= resolve(built, "supple");
const { start } = await import("../e2e/lib/server.mjs");
const { launch } = await import("../e2e/lib/browser.mjs");
const { let_in } = await import("./lib/program.mjs");

build();
if (!existsSync(tool)) {
  execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
  execFileSync(resolve(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", `schemathesis==${VERSION}`], { stdio: "inherit" });
}

/** Sends made-up requests; how many were answered as described. */
function run(url, headers) {
  const checks = "not_a_server_error,status_code_conformance,content_type_conformance";
  const found = spawnSync(
    tool,
    ["run", `${url}/api/v1/openapi.json`, "--checks", checks, "-n", "12", "--seed", "8", "--max-failures", "20", "--suppress-health-check=all", "--no-color", ...headers],
    { encoding: "utf8", timeout: 120_000, maxBuffer: 1 << 28 },
  );
  const counts = found.stdout?.match(/(\d+) generated, (\d+) passed/);
  if (found.status !== 0) console.error(found.stdout?.slice(-6000) ?? "", found.stderr ?? "", found.error ?? "");
  return found.status === 0 && counts ? Number(counts[2]) : 0;
}

const server = await start({});
const browser = await launch();
let counts;
try {
  const { token } = await let_in(browser, server);
  counts = [run(server.url, []), run(server.url, ["-H", `Authorization: Bearer ${token}`])];
} finally {
  await browser.close();
  await server.stop();
}
console.log(`made-up requests that were answered as described: ${counts[0]} without a token, ${counts[1]} with one`);
const passed = counts.filter((count) => count > 0).length;
console.log(`${passed} passed, ${counts.length - passed} failed`);
process.exit(passed === counts.length ? 0 : 1);

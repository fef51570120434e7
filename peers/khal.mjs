// Feeds beside calendar programs in Python: icalendar reads them, khal takes them in and lists them, and both see the same appointments.
// Usage: node khal.mjs. Builds as run.mjs does. Needs python3 with venv; what it installs stays in target/.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { build, built, root, run } from "./lib/cargo.mjs";

const WANTED = ["icalendar==7.3.0", "khal==0.14.1"];
const home = resolve(root, "target/calendars");
const khal = resolve(home, "bin/khal");

build();
if (!existsSync(khal)) {
  execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
  execFileSync(resolve(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", ...WANTED], { stdio: "inherit" });
}
const feeds = run(resolve(built, "examples/feeds"));
const found = spawnSync(resolve(home, "bin/python"), [resolve(import.meta.dirname, "lib/calendars.py"), khal], { input: feeds, encoding: "utf8", timeout: 120_000 });
if (found.stderr) console.error(found.stderr);
console.log(found.stdout?.trim() || "0 passed, 1 failed");
process.exit(found.status ?? 1);

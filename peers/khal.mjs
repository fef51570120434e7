// Feeds beside calendar programs in Python: icalendar reads them, khal takes them in and lists them, vdirsyncer fetches them, and all see the same
// appointments.
// Usage: node khal.mjs. Builds as run.mjs does. Needs python3 with venv; what it installs stays in target/.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { build, built, root, run } from "./lib/cargo.mjs";

const WANTED = ["icalendar==7.3.0", "khal==0.14.1", "vdirsyncer==0.21.0"];
const home = resolve(root, "target/calendars");
const khal = resolve(home, "bin/khal");
const vdirsyncer = resolve(home, "bin/vdirsyncer");

build();
if (!existsSync(vdirsyncer)) {
  execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
  execFileSync(resolve(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", ...WANTED], { stdio: "inherit" });
}
const feeds = run(resolve(built, "examples/feeds"));
const found = spawnSync(resolve(home, "bin/python"), [resolve(import.meta.dirname, "lib/calendars.py"), khal, vdirsyncer], { input: feeds, encoding: "utf8", timeout: 240_000 });
if (found.stderr) console.error(found.stderr);
console.log(found.stdout?.trim() || "0 passed, 1 failed");
process.exit(found.status ?? 1);

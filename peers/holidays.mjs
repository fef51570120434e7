// Public holidays beside the Python package holidays: every region, every date from 2020 to 2040, with every difference told.
// Usage: node holidays.mjs. Builds as run.mjs does. Needs python3 with venv; what it installs stays in target/.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { build, built, root, run } from "./lib/cargo.mjs";

const WANTED = ["holidays==0.109"];
const home = resolve(root, "target/holidays");

build();
if (!existsSync(resolve(home, "bin/pip")) || spawnSync(resolve(home, "bin/python"), ["-c", "import holidays"]).status !== 0) {
  execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
  execFileSync(resolve(home, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", ...WANTED], { stdio: "inherit" });
}
const days = run(resolve(built, "examples/holidays"));
const found = spawnSync(resolve(home, "bin/python"), [resolve(import.meta.dirname, "lib/public_holidays.py")], { input: days, encoding: "utf8", timeout: 120_000 });
if (found.stderr) console.error(found.stderr);
console.log(found.stdout?.trim() || "0 passed, 1 failed");
process.exit(found.status ?? 1);

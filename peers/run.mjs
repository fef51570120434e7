// Screening beside the reference engine: the same rules as CQL, translated and run by the field's own programs.
// Usage: node run.mjs [SHEETS]. See docs/CQL.md.
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { build, built, run } from "./lib/cargo.mjs";
import { translate } from "./lib/translate.mjs";

const count = process.argv[2] ?? "10000";
const since = (start) => `${((Date.now() - start) / 1000).toFixed(1)} s`;

build();
let start = Date.now();
const elm = translate(run(resolve(built, "supple"), "knowledge", "export", "cql"));
console.log(`translated in ${since(start)}`);

start = Date.now();
const sheets = run(resolve(built, "examples/peer_sheets"), count).trim().split("\n");
console.log(`${sheets.length} sheets drawn in ${since(start)}`);

start = Date.now();
const workers = Math.max(1, availableParallelism());
const share = (index) => sheets.filter((_, at) => at % workers === index);
const work = (index) => new Promise((done, failed) => {
  // The engine makes much that lives shortly.
  const resourceLimits = { maxYoungGenerationSizeMb: 64 };
  const worker = new Worker(new URL("./lib/worker.mjs", import.meta.url), { workerData: { elm, lines: share(index) }, resourceLimits });
  worker.once("message", done);
  worker.once("error", failed);
});
const results = await Promise.all(Array.from({ length: workers }, (_, index) => work(index)));

const [{ rules }] = results;
const wrong = results.reduce((sum, one) => sum + one.wrong, 0);
const times = (what) => {
  const all = {};
  for (const one of results) for (const [id, count] of Object.entries(one[what])) all[id] = (all[id] ?? 0) + count;
  return all;
};
const silent = rules.filter((id) => !(id in times("spoke")));
const undecided = rules.filter((id) => !(id in times("decided")));
for (const one of results.flatMap((result) => result.differences).slice(0, 10)) {
  const quiet = (value) => ["no", "not-asked", "known", false].includes(value) || value === null || (Array.isArray(value) && value.length === 0);
  const said = Object.entries(one.parameters).filter(([, value]) => !quiet(value));
  console.error(`${one.what}: here ${JSON.stringify(one.ours)}, there ${JSON.stringify(one.theirs)}, for ${JSON.stringify(Object.fromEntries(said.slice(0, 25)))}`);
}
if (silent.length > 0) console.error(`rules that never spoke: ${silent.join(", ")}`);
if (undecided.length > 0) console.error(`rules that never decided: ${undecided.join(", ")}`);
console.log(`${sheets.length} sheets, ${rules.length} rules beside cql-execution in ${since(start)}`);
console.log(`dispositions: ${JSON.stringify(times("dispositions"))}`);
const checks = [wrong === 0, silent.length === 0, undecided.length === 0];
const failed = checks.filter((good) => !good).length;
console.log(`${wrong} differences`);
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

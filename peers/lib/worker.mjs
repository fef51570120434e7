// One worker: runs the reference engine on its share of the sheets and reports every difference.
import { parentPort, workerData } from "node:worker_threads";
import cql from "cql-execution";

const { elm, lines } = workerData;
const library = new cql.Library(elm, new cql.Repository([elm]));
const rules = Object.keys(library.expressions).filter((name) => name.startsWith("Rule ")).map((name) => name.slice("Rule ".length));
const levels = ["clear", "modified", "medical-first", "urgent", "emergency"];

// The engine evaluates a define anew wherever it is named. Nothing in a sheet changes meanwhile, so once is enough.
let sheet = 0;
for (const define of Object.values(library.expressions)) {
  const { exec } = define;
  let [known, value] = [0, undefined];
  define.exec = function once(context) {
    if (known !== sheet) [known, value] = [sheet, exec.call(this, context)];
    return value;
  };
}

const unsure = (value) => (value === undefined || value === null ? null : value);
const count = (counts, key) => { counts[key] = (counts[key] ?? 0) + 1; };
const [spoke, decided, dispositions] = [{}, {}, {}];
const differences = [];

const [started, began] = [performance.now(), process.cpuUsage()];
for (const line of lines) {
  const { parameters, expected } = JSON.parse(line);
  sheet += 1;
  // On every second sheet, what was not asked is left out.
  const nothing = (value) => value === "not-asked" || value === null || value === false || (Array.isArray(value) && value.length === 0);
  const given = sheet % 2 === 0 ? parameters : Object.fromEntries(Object.entries(parameters).filter(([, value]) => !nothing(value)));
  const executor = new cql.Executor(library, null, given);
  const results = (await executor.exec(new cql.PatientSource([]))).unfilteredResults;
  const complain = (what, ours, theirs) => differences.push({ what, ours, theirs, parameters });
  for (const id of rules) {
    const ours = id in expected.rules ? expected.rules[id] : false;
    const theirs = unsure(results[`Rule ${id}`]);
    if (ours !== theirs) complain(id, ours, theirs);
    if (ours === false) continue;
    count(spoke, id);
    // A rule decides where what it comes to is what the sheet comes to, or where it speaks and is no disposition.
    const reached = results[`${id} comes to`];
    if (reached === undefined || levels[reached] === expected.disposition) count(decided, id);
  }
  for (const [what, theirs] of [["disposition", results.Disposition], ["crisis", results.Crisis], ["nothing left", results["Nothing left"]]]) {
    if (theirs !== expected[what]) complain(what, expected[what], theirs);
  }
  count(dispositions, expected.disposition);
  if (expected["nothing left"]) count(dispositions, "nothing left");
  const sorted = (limits) => [...limits].sort().join(" ");
  const [ours, theirs] = [sorted(expected.limits), sorted(results["Limits in force"])];
  if (theirs !== ours) complain("limits", ours, theirs);
}
const { user, system } = process.cpuUsage(began);
parentPort.postMessage({ rules, spoke, decided, dispositions, differences: differences.slice(0, 20), wrong: differences.length, seconds: (performance.now() - started) / 1000, processor: (user + system) / 1e6 });

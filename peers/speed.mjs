// How fast the reference engine is: the same rules and people as in bench/, one worker, everything translated and read before.
// Usage: node speed.mjs SHEETS. Builds as run.mjs does. Prints people a second of
// one core and the memory of the process, for bench/.
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { build, built, run } from "./lib/cargo.mjs";
import { translate } from "./lib/translate.mjs";

build();
const elm = translate(run(resolve(built, "supple"), "knowledge", "export", "cql"));
const lines = run(resolve(built, "examples/peer_sheets"), process.argv[2] ?? "400").trim().split("\n");
const worker = new Worker(new URL("./lib/worker.mjs", import.meta.url), { workerData: { elm, lines } });
const { wrong, processor } = await new Promise((done, failed) => {
  worker.once("message", done);
  worker.once("error", failed);
});
const agree = (100 * (lines.length - Math.min(wrong, lines.length))) / lines.length;
console.log(`cql-execution\tyes\t${(lines.length / processor).toFixed(1)}\t${agree.toFixed(1)} %\t${Math.round(process.memoryUsage().rss / 1048576)} MiB`);

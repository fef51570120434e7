// Runs the specs against the built program: node run.mjs [words that a spec's name must contain ...]
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const folder = join(import.meta.dirname, "specs");
const wanted = process.argv.slice(2);
const files = (await readdir(folder))
  .filter((name) => name.endsWith(".mjs"))
  .filter((name) => wanted.length === 0 || wanted.some((word) => basename(name).includes(word)))
  .map((name) => join(folder, name))
  .sort();
if (files.length === 0) throw new Error(`no spec in ${folder}`);

let passed = 0;
let failed = 0;
const suite = ({ details, name, file }) => details?.type === "suite" || name === file;
const events = run({ files, concurrency: 2 });
events.on("test:pass", (event) => {
  if (!suite(event)) passed += 1;
});
events.on("test:fail", (event) => {
  if (!suite(event) || event.nesting === 0) failed += 1;
});
events.on("end", () => {
  // After the reporter has written its last line.
  setImmediate(() => {
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  });
});
events.compose(new spec()).pipe(process.stdout);

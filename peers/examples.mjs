// The official examples of FHIR R4 (npm hl7.fhir.r4.examples, CC0), each handed to the running product as part of somebody's record: all are
// read or refused with a reason, none is a failure of ours, and none makes an answer milder than "not asked" (no "no", no false).
// Usage: node examples.mjs. Builds as run.mjs does; what it fetches stays in target/.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, built, root } from "./lib/cargo.mjs";

const VERSION = "4.0.1";
const home = resolve(root, "target/fhir-examples");
process.env.SUPPLE_PROGRAM ??= resolve(built, "supple");
const { start } = await import("../e2e/lib/server.mjs");

build();
if (!existsSync(join(home, "package"))) {
  mkdirSync(home, { recursive: true });
  const packed = execFileSync("npm", ["pack", `hl7.fhir.r4.examples@${VERSION}`, "--silent"], { cwd: home, encoding: "utf8", shell: process.platform === "win32" });
  execFileSync("tar", ["xzf", packed.trim().split("\n").at(-1)], { cwd: home });
}
const TYPES = ["Patient", "Condition", "MedicationStatement", "MedicationRequest", "Medication", "Observation", "AllergyIntolerance", "Procedure"];
const folder = join(home, "package");
const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && name !== "package.json")
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }))
  // What a person is given is at most 4 MiB in one call; the definitions of FHIR itself are no record.
  .filter(({ text }) => text.length < 1 << 20)
  .map(({ name, text }) => ({ name, resource: JSON.parse(text) }))
  .filter(({ resource }) => resource.resourceType && (TYPES.includes(resource.resourceType) || resource.resourceType === "Bundle"));

const wrong = [];
const counts = { read: 0, refused: 0, proposing: 0, listed: 0 };
/** Answers of a response, wherever they stand. */
const answers = (items) => (items ?? []).flatMap((item) => [...(item.answer ?? []).map((answer) => [item.linkId, answer]), ...answers(item.item)]);
const server = await start({});
try {
  for (const { name, resource } of examples) {
    const subject = resource.subject?.reference ?? resource.patient?.reference ?? `Patient/${resource.resourceType === "Patient" ? resource.id : "example"}`;
    const body = JSON.stringify({ resourceType: "Parameters", parameter: [{ name: "subject", valueString: subject }, { name: "data", resource }] });
    const response = await fetch(`${server.url}/fhir/Questionnaire/$populate`, { method: "POST", headers: { "content-type": "application/fhir+json" }, body });
    const said = await response.json().catch(() => null);
    if (response.status >= 500 || !said) wrong.push(`${name}: ${response.status}`);
    else if (response.status !== 200) {
      counts.refused += 1;
      if (said.resourceType !== "OperationOutcome" || !said.issue?.[0]?.diagnostics) wrong.push(`${name}: refused without a reason`);
    } else {
      counts.read += 1;
      const begun = said.parameter.find((one) => one.name === "response").resource;
      const given = answers(begun.item);
      if (given.length > 0) counts.proposing += 1;
      if (said.parameter.some((one) => one.name === "issues")) counts.listed += 1;
      for (const [id, answer] of given) {
        if (answer.valueBoolean === false || answer.valueCoding?.code === "no") wrong.push(`${name}: a "no" to ${id}`);
      }
    }
  }
} finally {
  await server.stop();
}
for (const line of wrong.slice(0, 40)) console.error(line);
console.log(`official examples: ${examples.length}; read ${counts.read}, of these ${counts.proposing} propose answers and ${counts.listed} say what was left; refused with a reason ${counts.refused}`);
const passed = wrong.length === 0 && counts.proposing > 0 && counts.read > 200 ? 1 : 0;
console.log(`${passed} passed, ${1 - passed} failed`);
process.exit(1 - passed);

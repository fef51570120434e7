// A clinic's programs, which nobody here wrote, at the running product: fhir-kit-client walks /fhir, the schema of R4 looks at
// everything that is answered, and a page of another origin asks for cards as a clinical system's browser does.
// Usage: node clinic.mjs [PICTURE.png]. Builds as run.mjs does; the browser is the one of e2e/.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import JSONSchemaValidator from "@asymmetrik/fhir-json-schema-validator";
import { Client } from "fhir-kit-client";
import { build, built, run } from "./lib/cargo.mjs";
import { walk as program } from "./lib/program.mjs";
import { missing } from "./lib/required.mjs";

process.env.SUPPLE_PROGRAM ??= resolve(built, "supple");
const { start } = await import("../e2e/lib/server.mjs");
const { launch } = await import("../e2e/lib/browser.mjs");

const complaints = [];
const counted = new Map();
const validator = new JSONSchemaValidator();
const expect = (truth, what) => truth || complaints.push(what);

/** Looks at a resource, and at those within it. */
function check(resource) {
  counted.set(resource.resourceType, (counted.get(resource.resourceType) ?? 0) + 1);
  // The schema is that of 4.0.0 and knows no later version; what else changed until 4.0.1 is in words alone.
  const read = resource.fhirVersion === "4.0.1" ? { ...resource, fhirVersion: "4.0.0" } : resource;
  for (const error of validator.validate(read)) {
    complaints.push(`${resource.resourceType}${error.dataPath ?? ""} ${error.message} ${JSON.stringify(error.params ?? {})}`);
  }
  complaints.push(...missing(resource));
  const inner = [...(resource.contained ?? []), ...(resource.entry ?? []).map((entry) => entry.resource), ...(resource.parameter ?? []).map((one) => one.resource)];
  for (const one of inner.filter(Boolean)) check(one);
  return resource;
}

const icd = "http://hl7.org/fhir/sid/icd-10-cm";
const subject = { reference: "Patient/7" };
const condition = (code, text) => ({ resourceType: "Condition", id: `c-${code.replace(".", "-")}`, subject, recordedDate: "2026-03-01", code: { text, coding: [{ system: icd, code }] } });
const parameters = (...resources) => ({
  resourceType: "Parameters",
  parameter: [{ name: "subject", valueString: "Patient/7" }, ...resources.map((resource) => ({ name: "data", resource }))],
});

/** The walk of a clinic's program: what is there, the form, what the record proposes, the answers in, the plan out. */
async function walk(url, responses) {
  const client = new Client({ baseUrl: `${url}/fhir` });
  const statement = check(await client.capabilityStatement());
  // What is for everybody; the rest is walked with a token.
  const open = ["Questionnaire", "PlanDefinition", "ActivityDefinition", "Library"];
  const served = statement.rest[0].resource.filter((one) => open.includes(one.type));
  for (const { type } of served) {
    let page = check(await client.search({ resourceType: type, searchParams: { _count: 2 } }));
    let seen = page.entry.length;
    while (page.link.some((link) => link.relation === "next")) {
      page = check(await client.nextPage({ bundle: page }));
      seen += page.entry.length;
    }
    expect(seen === page.total, `${type}: ${seen} of ${page.total}`);
    check(await client.read({ resourceType: type, id: page.entry[0].resource.id }));
  }
  const operation = (resourceType, name, input) => client.operation({ resourceType, name: `$${name}`, method: "POST", input });
  const begun = check(await operation("Questionnaire", "populate", parameters(condition("C90.00", "Myeloma"), condition("M54.5", "Low back pain"))));
  const response = begun.parameter.find((one) => one.name === "response").resource;
  expect(JSON.stringify(response).includes("cancer_ever"), "the record proposes nothing");
  const none = check(await operation("PlanDefinition", "apply", parameters()));
  expect(none.contained[0].status === "data-required", "nothing known, and a plan");
  let allowed = 0;
  let first;
  for (const { response } of responses) {
    response.subject = subject;
    const plan = check(await operation("PlanDefinition", "apply", parameters(response)));
    check(await operation("QuestionnaireResponse", "extract", response));
    const verdict = check(await operation("QuestionnaireResponse", "validate", response));
    expect(verdict.issue[0].severity === "information", JSON.stringify(verdict));
    if (!plan.activity[0].detail.doNotPerform) {
      allowed += 1;
      first ??= response;
    }
    // The same person, once the record knows of a tumour in a bone.
    const wiser = check(await operation("PlanDefinition", "apply", parameters(response, condition("C79.51", "Bone metastasis"))));
    expect(wiser.activity.some((one) => one.detail.doNotPerform), "a tumour in a bone, and a massage");
  }
  for (const refused of [() => client.read({ resourceType: "Patient", id: "7" }), () => operation("PlanDefinition", "apply", {}), () => client.read({ resourceType: "Library", id: "none" })]) {
    const error = await refused().then(() => null, (error) => error);
    expect(error?.response?.data?.resourceType === "OperationOutcome", `no OperationOutcome: ${error}`);
    if (error?.response?.data) check(error.response.data);
  }
  return { allowed, first };
}

/** A page of another origin that asks as a clinical system does and shows what it is answered. */
const page = readFileSync(join(import.meta.dirname, "lib/cards.html"));

async function sandbox() {
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html; charset=utf-8").end(page));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

async function cards(browser, origin, url, body) {
  const tab = await browser.newPage({ viewport: { width: 900, height: 1000 } });
  await tab.goto(origin);
  const shown = await tab.evaluate(([url, body]) => globalThis.ask(url, body), [url, body]);
  return { tab, shown };
}

build();
const responses = run(resolve(built, "examples/responses")).trim().split("\n").map((line) => JSON.parse(line)).slice(0, 8);
// A card is of today, and answers grow old: they are given today, whenever that is.
for (const { response } of responses) response.authored = new Date().toISOString();
const other = await sandbox();
const settings = join(mkdtempSync(join(tmpdir(), "supple-clinic-")), "systems.json");
writeFileSync(settings, JSON.stringify({ origins: [other.origin] }));
const server = await start({ args: ["--systems", settings] });
const browser = await launch();
try {
  const { allowed, first: healthy } = await walk(server.url, responses);
  await program(browser, server, healthy, { check, expect });
  expect(allowed > 0 && allowed < responses.length, `${allowed} of ${responses.length} allowed`);
  const bundle = (...all) => ({ resourceType: "Bundle", type: "searchset", entry: all.map((resource) => ({ resource })) });
  const asks = (prefetch) => ({ hook: "patient-view", hookInstance: "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", context: { userId: "Practitioner/1", patientId: "7" }, prefetch });
  const conditions = bundle(condition("C79.51", "Bone metastasis"), condition("I10", "High blood pressure"), condition("M54.5", "Low back pain"));
  const { tab, shown } = await cards(browser, other.origin, server.url, asks({ conditions, requests: null }));
  expect(shown.length === 1 && shown[0].indicator === "warning", `the card: ${JSON.stringify(shown)}`);
  if (process.argv[2]) await tab.screenshot({ path: process.argv[2], fullPage: true });
  const asked = responses.map(({ response }) => asks({ responses: bundle(response) }));
  let plans = 0;
  for (const body of asked) {
    const { tab, shown } = await cards(browser, other.origin, server.url, body);
    for (const suggestion of shown[0]?.suggestions ?? []) {
      check(suggestion.actions[0].resource);
      plans += 1;
    }
    await tab.close();
  }
  expect(plans === allowed, `${plans} plans are drafted, ${allowed} massages allowed`);
} finally {
  await browser.close();
  other.close();
  await server.stop();
}
for (const one of new Set(complaints.slice(0, 200))) console.error(one);
const kinds = [...counted].sort().map(([kind, count]) => `${count} ${kind}`).join(", ");
console.log(`against FHIR R4: ${kinds}; ${complaints.length} complaints`);
const failed = complaints.length === 0 ? 0 : 1;
console.log(`${1 - failed} passed, ${failed} failed`);
process.exit(failed);

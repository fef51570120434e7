// A clinic's program at a practice: fhir-kit-client with a token finds a time, books it, hands in the questionnaire, and reads the plan, the
// outcomes and the letter. The client says in the browser what programs may do.
import { execFileSync } from "node:child_process";
import { Client } from "fhir-kit-client";
import { iso, make } from "../../e2e/lib/practice.mjs";

const DAY_MS = 86_400_000;

/** What the server refuses, as an OperationOutcome with this status. */
async function refused(call, status, { check, expect }, what) {
  const error = await call().then(() => null, (error) => error);
  expect(error?.response?.status === status, `${what}: ${error?.response?.status ?? "not refused"} ${JSON.stringify(error?.response?.data ?? "")}`);
  if (error?.response?.data) check(error.response.data);
}

/** A practice with a client who began a record, on this computer; the page of that client. */
async function prepared(browser, server) {
  const owner = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const path = await make(owner, server.url, "Back Room", iso(Date.now() + 400 * DAY_MS));
  const client = await (await browser.newContext({ viewport: { width: 400, height: 800 } })).newPage();
  await client.goto(server.url);
  const name = client.locator('input[name="name"]');
  if (await name.count()) await name.fill("Cleo");
  await client.locator('button[value="d1"]').click();
  await client.waitForLoadState("domcontentloaded");
  return { client, practice: path.split("/").pop() };
}

/** The client says what programs may do. */
async function says(client, server, word) {
  await client.goto(`${server.url}/record/programs`);
  await client.locator(`button[value="${word}"]`).click();
  await client.waitForLoadState("domcontentloaded");
}

/** Lets a program in that may do everything, of a practice whose client lets it: its token, and the page of that client. */
export async function let_in(browser, server) {
  const { client, practice } = await prepared(browser, server);
  const token = execFileSync(process.env.SUPPLE_PROGRAM, ["practice", "token", practice, "--name", "Clinic record", "--scope", "system/*.cruds", "--data", server.data], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  await says(client, server, "read");
  await says(client, server, "add");
  return { client, token };
}

/** The walk. `response` is a form of somebody who may be massaged. */
export async function walk(browser, server, response, { check, expect }) {
  const { client, token } = await let_in(browser, server);
  expect(token.startsWith("supple_"), "no token");
  await refused(() => new Client({ baseUrl: `${server.url}/fhir` }).search({ resourceType: "Patient" }), 401, { check, expect }, "no token");
  const fhir = new Client({ baseUrl: `${server.url}/fhir`, bearerToken: token });
  const people = check(await fhir.search({ resourceType: "Patient" }));
  const patient = people.entry[0].resource;
  expect(people.total === 1, `${people.total} patients`);
  const subject = { reference: `Patient/${patient.id}` };
  // A time, held by one call and booked by the next.
  const free = check(await fhir.search({ resourceType: "Slot", searchParams: { status: "free", _count: 5, _sort: "start", _include: "Slot:schedule" } }));
  const slot = free.entry.find((one) => one.resource.resourceType === "Slot").resource;
  const wish = { resourceType: "Appointment", status: "pending", slot: [{ reference: `Slot/${slot.id}` }], participant: [{ actor: subject, status: "accepted" }] };
  const held = check(await fhir.create({ resourceType: "Appointment", body: wish }));
  expect(held.status === "pending", `held: ${held.status}`);
  const booked = check(await fhir.update({ resourceType: "Appointment", id: held.id, body: { ...held, status: "booked" } }));
  expect(booked.status === "booked", `booked: ${booked.status}`);
  await refused(() => fhir.create({ resourceType: "Appointment", body: { ...wish, status: "booked" } }), 409, { check, expect }, "a time that is taken");
  check(await fhir.search({ resourceType: "Appointment", searchParams: { patient: patient.id, _include: "Appointment:actor" } }));
  // The questionnaire in, the plan out.
  const form = { ...response, subject, authored: new Date().toISOString() };
  await refused(() => fhir.create({ resourceType: "QuestionnaireResponse", body: { ...form, item: [{ linkId: "none", answer: [{ valueBoolean: true }] }] } }), 422, { check, expect }, "a form that cannot be read");
  const kept = check(await fhir.create({ resourceType: "QuestionnaireResponse", body: form }));
  const guidance = check(await fhir.read({ resourceType: "GuidanceResponse", id: kept.extension[0].valueReference.reference.split("/")[1] }));
  expect(guidance.status === "success", `guidance: ${guidance.status}`);
  const plans = check(await fhir.search({ resourceType: "CarePlan", searchParams: { patient: patient.id, _revinclude: "Provenance:target" } }));
  expect(plans.entry[0].resource.activity.some((one) => !one.detail.doNotPerform), "no plan for somebody who may be massaged");
  // The client tells how it is; the clinic reads it, and the letter.
  await client.goto(`${server.url}/check-in/peg`);
  for (const item of [0, 1, 2]) await client.locator(`input[name="a-${item}"][value="4"]`).check();
  await client.locator("main form .btns button").first().click();
  await client.waitForLoadState("domcontentloaded");
  const outcomes = check(await fhir.search({ resourceType: "Observation", searchParams: { patient: patient.id, code: "http://loinc.org|91147-9" } }));
  expect(outcomes.entry?.[0]?.resource.valueQuantity.value === 4, `the outcome: ${JSON.stringify(outcomes.entry)}`);
  const letters = check(await fhir.search({ resourceType: "DocumentReference", searchParams: { patient: patient.id } }));
  const { url } = letters.entry[0].resource.content[0].attachment;
  const letter = check(await fhir.read({ resourceType: "Binary", id: url.split("/").pop() }));
  expect(Buffer.from(letter.data, "base64").subarray(0, 5).toString() === "%PDF-", "the letter is no PDF");
  const all = check(await fhir.operation({ resourceType: "Patient", id: patient.id, name: "$everything", method: "GET" }));
  const kinds = new Set(all.entry.map((one) => one.resource.resourceType));
  for (const kind of ["Patient", "Appointment", "Consent", "QuestionnaireResponse", "CarePlan", "GuidanceResponse", "Observation", "DocumentReference", "Provenance", "AuditEvent"]) expect(kinds.has(kind), `$everything has no ${kind}`);
  // Every other type once, so that the schema has looked at it.
  for (const resourceType of ["Organization", "Location", "HealthcareService", "Practitioner", "PractitionerRole", "Schedule", "AppointmentResponse"]) {
    const page = check(await fhir.search({ resourceType }));
    expect(page.total > 0, `no ${resourceType}`);
  }
  // One bad entry, and nothing is kept; taken back, the record is closed.
  const count = async () => (await fhir.search({ resourceType: "Appointment", searchParams: { _summary: "count" } })).total;
  const before = await count();
  const entry = (id) => ({ request: { method: "POST", url: "Appointment" }, resource: { ...wish, status: "booked", slot: [{ reference: `Slot/${id}` }] } });
  const later = check(await fhir.search({ resourceType: "Slot", searchParams: { status: "free", start: `ge${slot.end}`, _count: 1 } })).entry[0].resource;
  await refused(() => fhir.transaction({ body: { resourceType: "Bundle", type: "transaction", entry: [entry(later.id), entry("none")] } }), 422, { check, expect }, "a transaction with one bad entry");
  expect((await count()) === before, "a part of a refused transaction was kept");
  await says(client, server, "nothing");
  await refused(() => fhir.read({ resourceType: "CarePlan", id: plans.entry[0].resource.id }), 403, { check, expect }, "a record that is not shared any more");
}

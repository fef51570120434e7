// The exported form in a real renderer: filled in as a person does, by clicking and typing; what comes back is assessed.
// Usage: node lforms.mjs. Builds as run.mjs does; the browser is the one of e2e/.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launch, visitor } from "../e2e/lib/browser.mjs";
import { build, built, root, run } from "./lib/cargo.mjs";
import { serve } from "./lib/renderer.mjs";

/** One of each disposition; marks and none, somebody else who answers, "I don't know", a choice, numbers. */
const people = ["nothing-hurts", "a30-desk-neck", "a-son-answers", "a20-four-sessions-no-change", "fever-and-back-pain", "numb-between-the-legs", "pregnant-in-week-24", "down-one-leg-and-strong"];

const supple = resolve(built, "supple");
const complaints = [];

/** Every item of the form in its order, with the place that the renderer gives it. */
function* leaves(items, place) {
  for (const item of items) {
    if (item.type === "group") yield* leaves(item.item, `${place}/1`);
    else if (item.type !== "display") yield { item, place: `${place}/1` };
  }
}

/** The item's answers in a response, by id; those of a group that is repeated stay together. */
function collect(items, found = new Map(), groups = []) {
  for (const item of items ?? []) {
    if (item.linkId === "mark") groups.push(collect(item.item).found);
    else if (item.item) collect(item.item, found, groups);
    if (item.answer) found.set(item.linkId, item.answer);
  }
  return { found, groups };
}

class Filler {
  constructor(page) {
    this.page = page;
    this.clicks = 0;
  }

  at(id) {
    return this.page.locator(`[id="${id}"]`);
  }

  /** Chooses from a list that opens while one types. */
  async pick(place, display) {
    const field = this.at(place);
    await field.click();
    await field.pressSequentially(display);
    // The list counts its entries: "3: left top of the shoulder".
    const entry = new RegExp(`^\\d+:\\s*${display.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
    await this.page.locator("#lhc-tools-searchResults li").filter({ hasText: entry }).click();
    this.clicks += 1;
  }

  async answer(item, place, answers) {
    const id = `${item.linkId}${place}`;
    for (const answer of answers) {
      const { system, code } = answer.valueCoding ?? {};
      const display = item.answerOption?.find(({ valueCoding }) => valueCoding.system === system && valueCoding.code === code)?.valueCoding.display;
      const radio = item.type === "boolean" ? `${id}|${answer.valueBoolean}` : `${id}|${system}|${code}`;
      if (await this.at(radio).count()) await this.at(radio).click();
      else if (answer.valueCoding) await this.pick(id, display);
      else await this.at(id).fill(String(answer.valueInteger ?? answer.valueString));
      this.clicks += 1;
    }
  }

  /** Answers whatever is shown; what an answer brings to sight is answered in the next round. */
  async fill(form, response) {
    const { found, groups } = collect(response.item);
    const left = new Map(found);
    for (let more = true; more; ) {
      more = false;
      for (const { item, place } of leaves(form.item.filter(({ linkId }) => linkId !== "map"), "")) {
        if (!left.has(item.linkId) || !(await this.at(`item-${item.linkId}${place}`).count())) continue;
        await this.answer(item, place, left.get(item.linkId));
        left.delete(item.linkId);
        more = true;
      }
    }
    const map = form.item.find(({ linkId }) => linkId === "map");
    const mark = map.item.find(({ linkId }) => linkId === "mark");
    for (const [index, group] of groups.entries()) {
      if (index > 0) await this.at(`add-mark/1/${index}`).click();
      for (const item of mark.item) if (group.has(item.linkId)) await this.answer(item, `/1/${index + 1}/1`, group.get(item.linkId));
    }
    const whole = map.item.find(({ linkId }) => linkId === "map.complete");
    if (left.has(whole.linkId)) await this.answer(whole, "/1/1", left.get(whole.linkId));
  }
}

build();
const bundle = JSON.parse(run(supple, "knowledge", "export", "fhir"));
const form = bundle.entry.map((entry) => entry.resource).find((one) => one.resourceType === "Questionnaire");
const responses = run(resolve(built, "examples/responses")).trim().split("\n").map((line) => JSON.parse(line));
const directory = mkdtempSync(join(tmpdir(), "supple-lforms-answers-"));
const renderer = await serve();
const browser = await launch();
let same = 0;
let clicks = 0;
const seen = new Set();
for (const name of people) {
  const { response, file } = responses.find((one) => one.file === `${name}.json`);
  const { page, context, strangers, complaints: errors } = await visitor(browser, renderer.address, { viewport: { width: 1280, height: 1000 } });
  await page.goto("/");
  await page.evaluate((questionnaire) => globalThis.LForms.Util.addFormToPage(questionnaire, "form", { fhirVersion: "R4" }), form);
  await page.locator("lhc-item").first().waitFor();
  const filler = new Filler(page);
  await filler.fill(form, response);
  const given = await page.evaluate(() => globalThis.LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4"));
  // When it was answered is for the server to say; here, the day of the example.
  given.authored = response.authored;
  const path = join(directory, file);
  writeFileSync(path, JSON.stringify(given));
  const assess = (...args) => JSON.parse(run(supple, "assess", "--format", "json", ...args));
  const [ours, theirs] = [assess(resolve(root, "examples", file)), assess("--fhir", path)];
  const alike = (field) => JSON.stringify(ours[field]) === JSON.stringify(theirs[field]);
  if (["disposition", "settled", "restrictions", "unknown"].every(alike)) same += 1;
  else complaints.push(`${file}: ${ours.disposition} (${ours.unknown.length} unknown) becomes ${theirs.disposition} (${theirs.unknown.length})`);
  seen.add(ours.disposition);
  clicks += filler.clicks;
  complaints.push(...strangers.map((one) => `${file}: asked ${one}`), ...errors.filter((one) => !one.includes("404")));
  if (process.env.SUPPLE_SCREENSHOTS) await page.screenshot({ path: join(directory, `${name}.png`) });
  await context.close();
}
await browser.close();
renderer.close();
for (const one of complaints.slice(0, 20)) console.error(one);
if (process.env.SUPPLE_SCREENSHOTS) console.log(directory);
console.log(`${people.length} people, ${clicks} clicks in lforms, ${seen.size} dispositions: ${same} decide the same, ${complaints.length} complaints`);
const failed = complaints.length === 0 && same === people.length && seen.size >= 4 ? 0 : 1;
console.log(`${1 - failed} passed, ${failed} failed`);
process.exit(failed);

// The exported form in a real renderer. Most answers are handed to it as a response that was begun before, the last few and the
// body map are given as a person gives them, by clicking and typing; what it shows is looked at, and what comes back is assessed.
// Usage: node lforms.mjs [all]. With `all`, everything is clicked: minutes a person. Builds as run.mjs does; the browser is the
// one of e2e/.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launch, visitor } from "../e2e/lib/browser.mjs";
import { build, built, root, run } from "./lib/cargo.mjs";
import { serve } from "./lib/renderer.mjs";

/** One of each disposition; marks and none, somebody else who answers, "I don't know", a choice, numbers. */
const people = ["a30-desk-neck", "a-son-answers", "numb-between-the-legs"];
const more = ["nothing-hurts", "a20-four-sessions-no-change", "fever-and-back-pain", "pregnant-in-week-24", "down-one-leg-and-strong"];
const all = process.argv[2] === "all";
if (all) people.push(...more);
/** How many answers each person gives by hand. */
const byHand = 3;

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

/** A response without what is given by hand: the last few answers, and the map where `map` says so. */
function begun(response, map) {
  const answered = [];
  const list = (items) => {
    for (const item of items ?? []) {
      if (item.answer) answered.push(item.linkId);
      list(item.item);
    }
  };
  list(response.item.filter(({ linkId }) => linkId !== "map"));
  const rest = response.item.filter(({ linkId }) => !(map && linkId === "map"));
  const left = new Set(answered.slice(-byHand));
  const keep = (items) => items.filter(({ linkId, answer }) => !(answer && left.has(linkId))).map((item) => (item.item ? { ...item, item: keep(item.item) } : item));
  return { ...response, item: keep(rest) };
}

/** What the renderer shows of these answers: how many, and which of them otherwise. Questions behind a gate are hidden. */
async function shownOtherwise(page, form, response) {
  const { found } = collect(response.item);
  const expected = [];
  for (const { item, place } of leaves(form.item.filter(({ linkId }) => linkId !== "map"), "")) {
    const [answer] = found.get(item.linkId) ?? [];
    if (!answer) continue;
    const { system, code } = answer.valueCoding ?? {};
    const display = item.answerOption?.find(({ valueCoding }) => valueCoding.system === system && valueCoding.code === code)?.valueCoding.display;
    const id = `${item.linkId}${place}`;
    const radio = item.type === "boolean" ? `${id}|${answer.valueBoolean}` : `${id}|${system}|${code}`;
    expected.push({ id, radio, text: String(display ?? answer.valueInteger ?? answer.valueString) });
  }
  return page.evaluate(
    (expected) => {
      const shown = expected.filter(({ id }) => document.getElementById(`item-${id}`));
      const otherwise = shown.filter(({ id, radio, text }) => {
        const button = document.getElementById(radio);
        if (button) return !(button.querySelector("input") ?? button).checked;
        return document.getElementById(id)?.value !== text;
      });
      return { shown: shown.length, otherwise };
    },
    expected,
  );
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

  /** Answers whatever is shown and not answered yet; what an answer brings to sight is answered in the next round. */
  async fill(form, response, before) {
    const { found, groups } = collect(response.item);
    const known = collect(before.item).found;
    const left = new Map([...found].filter(([id]) => !known.has(id)));
    for (let more = true; more; ) {
      more = false;
      for (const { item, place } of leaves(form.item.filter(({ linkId }) => linkId !== "map"), "")) {
        if (!left.has(item.linkId) || !(await this.at(`item-${item.linkId}${place}`).count())) continue;
        await this.answer(item, place, left.get(item.linkId));
        left.delete(item.linkId);
        more = true;
      }
    }
    if (before.item.some(({ linkId }) => linkId === "map")) return;
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
let shown = 0;
const seen = new Set();
for (const name of people) {
  const { response, file } = responses.find((one) => one.file === `${name}.json`);
  const { page, context, strangers, complaints: errors } = await visitor(browser, renderer.address, { viewport: { width: 1280, height: 1000 } });
  await page.goto("/");
  const before = all ? { ...response, item: [] } : begun(response, name === people[0]);
  const show = ([questionnaire, before]) => {
    const { Util } = globalThis.LForms;
    const data = Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
    return Util.addFormToPage(before.item.length > 0 ? Util.mergeFHIRDataIntoLForms(before, data, "R4") : data, "form", { fhirVersion: "R4" });
  };
  await page.evaluate(show, [form, before]);
  await page.locator("lhc-item").first().waitFor();
  const looked = await shownOtherwise(page, form, before);
  shown += looked.shown;
  complaints.push(...looked.otherwise.map(({ id, text }) => `${file}: ${id} does not show ${text}`));
  const filler = new Filler(page);
  await filler.fill(form, response, before);
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
console.log(`${people.length} people, ${shown} answers shown and ${clicks} given by hand in lforms, ${seen.size} dispositions: ${same} decide the same, ${complaints.length} complaints`);
const failed = complaints.length === 0 && same === people.length && seen.size >= 3 && (all || shown > 300) && clicks > 10 ? 0 : 1;
console.log(`${1 - failed} passed, ${failed} failed`);
process.exit(failed);

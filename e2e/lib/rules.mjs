// For each rule of knowledge/ the smallest answer sheets that fire it, found from its condition.
//
// A second, small reading of the condition language (knowledge/README.md): it looks for sheets, it does not judge them.

import { readdirSync, readFileSync } from "node:fs";

const knowledge = new URL("../../knowledge/", import.meta.url);
const read = (file) => readFileSync(new URL(file, knowledge), "utf8");
/** Most sheets that are kept for one part of a condition. */
const MOST = 24;

const text = (toml, key) => toml.match(new RegExp(`^${key}\\s*=\\s*(?:"(.*)"|'(.*)')\\s*$`, "m"))?.slice(1).find(Boolean);
const list = (toml, key) => [...(toml.match(new RegExp(`^${key}\\s*=\\s*\\[(.*)\\]`, "m"))?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(([, id]) => id);
const entries = (file, name) => read(file).split(`[[${name}]]`).slice(1);

/** Every rule with this effect: its id and its condition. */
export function rules(effect) {
  return readdirSync(new URL("rules/", knowledge))
    .sort()
    .map((file) => read(`rules/${file}`))
    .filter((toml) => text(toml, "effect") === effect)
    .map((toml) => ({ id: text(toml, "id"), when: text(toml, "when") }));
}

function places() {
  const sides = new Map();
  for (const toml of entries("places.toml", "place")) {
    const site = text(toml, "site");
    sides.set(site, list(toml, "sides").map((side) => (side === "middle" ? site : `${site}-${side}`)));
  }
  const groups = new Map([...sides.values()].flat().map((place) => [place, [place]]));
  for (const toml of entries("places.toml", "group")) {
    const inside = [...list(toml, "sites").flatMap((site) => sides.get(site)), ...list(toml, "places")];
    groups.set(text(toml, "id"), inside);
  }
  return groups;
}

const groups = places();
const facts = new Map(entries("facts.toml", "fact").map((toml) => [text(toml, "id"), text(toml, "is")]));

/** Joins two sheets; nothing where they answer a question differently. */
function join(one, other) {
  const answers = { ...one.answers };
  for (const [id, value] of Object.entries(other.answers)) {
    if (id in answers && answers[id] !== value) {
      if (typeof value !== "number" || typeof answers[id] !== "number") return undefined;
      answers[id] = Math.max(value, answers[id]);
    } else answers[id] = value;
  }
  const pain = [...one.pain];
  for (const mark of other.pain) {
    const same = pain.findIndex(({ place }) => place === mark.place);
    if (same < 0) pain.push(mark);
    else pain[same] = { ...pain[same], ...mark, intensity: Math.max(pain[same].intensity, mark.intensity) };
  }
  return { answers, pain };
}

const size = ({ answers, pain }) => Object.keys(answers).length + pain.length;
const smallest = (sheets) => sheets.sort((a, b) => size(a) - size(b)).slice(0, MOST);
const both = (ones, others) => smallest(ones.flatMap((one) => others.map((other) => join(one, other))).filter(Boolean));
const sheet = (answers, pain = []) => ({ answers, pain });

class Reader {
  constructor(condition, questions) {
    this.words = condition.match(/"[^"]*"|>=|[()[\],<]|\w+/g);
    this.at = 0;
    this.questions = questions;
  }

  next() {
    this.at += 1;
    return this.words[this.at - 1];
  }

  take(word) {
    if (this.words[this.at] !== word) return false;
    this.at += 1;
    return true;
  }

  any() {
    const sheets = this.all();
    while (this.take("or")) sheets.push(...this.all());
    return smallest(sheets);
  }

  all() {
    let sheets = this.one();
    while (this.take("and")) sheets = both(sheets, this.one());
    return sheets;
  }

  list() {
    const found = [];
    for (let word = this.next(); word !== "]"; word = this.next()) if (word.startsWith('"')) found.push(word.slice(1, -1));
    return found;
  }

  one() {
    const word = this.next();
    if (word === "(") {
      const sheets = this.any();
      this.next();
      return sheets;
    }
    if (word === "not") return [sheet({ [this.next()]: "no" })];
    if (/^\d+$/.test(word)) return this.several(Number(word));
    if (word === "pain_max") {
      this.next();
      return [sheet({}, [{ place: "mid-back-left", intensity: Math.max(Number(this.next()), 4) }])];
    }
    if (["pain", "numb", "spreads"].includes(word)) {
      this.next();
      return this.marked(word);
    }
    if (facts.has(word)) return new Reader(facts.get(word), this.questions).any();
    return this.question(word);
  }

  several(count) {
    this.next();
    this.next();
    const parts = [];
    do parts.push(this.any());
    while (this.take(","));
    this.next();
    const choose = (from, left) =>
      left === 0 ? [sheet({})] : parts.slice(from).flatMap((part, at) => both(part, choose(from + at + 1, left - 1)));
    return smallest(choose(0, count));
  }

  marked(word) {
    this.next();
    return this.list()
      .map((group) => groups.get(group))
      .map(([first, ...rest]) => [first, ...rest].find((place) => !/spine|front/.test(place)) ?? first)
      .map((place) => sheet({}, [{ place, intensity: 4, ...(word === "numb" ? { quality: ["numb"] } : {}) }]));
  }

  question(id) {
    const known = this.questions.get(id);
    if (this.take(">=")) {
      const value = this.next().replaceAll('"', "");
      return [sheet({ [id]: known.kind === "number" ? Number(value) : value })];
    }
    if (this.take("<")) return [sheet({ [id]: Math.min(30, Number(this.next()) - 1) })];
    if (this.take("in")) {
      this.next();
      return this.list().map((value) => sheet({ [id]: value }));
    }
    return [sheet({ [id]: "yes" })];
  }
}

/** The smallest sheets that meet the condition, with the answers that open the questions they need. */
export function sheets(condition, questions) {
  const opened = (found, depth = 0) => {
    const gates = Object.keys(found.answers)
      .filter((id) => found.answers[id] !== "no")
      .map((id) => questions.get(id).applies)
      .filter(Boolean);
    let all = [found];
    for (const gate of gates) all = both(all, new Reader(gate, questions).any());
    const grown = all.filter((one) => size(one) > size(found));
    return grown.length > 0 && depth < 4 ? grown.flatMap((one) => opened(one, depth + 1)) : all;
  };
  return smallest(new Reader(condition, questions).any().flatMap((found) => opened(found)));
}

// Somebody who uses the pages without script: sends the forms as a browser would and follows where they lead.
// Answers come from a sheet: { answers: { id: "yes" | "no" | "unknown" | option | number | [places] }, pain: [mark] }
// with a mark { place, intensity, quality, spreads }. What the sheet leaves out is answered "no" (or not at all, where
// that is allowed).

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#34": '"', "#38": "&", "#39": "'", "#60": "<", "#62": ">" };
const plain = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

/** The words of a page, without its tags. */
export function words(html) {
  const body = html.slice(html.indexOf("<body"));
  return plain(body.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ");
}

/** The heading of a page. */
export const headline = (html) => words(`<body>${html.match(/<h1[^>]*>(.*?)<\/h1>/s)?.[1] ?? ""}`).replace("<body>", "").trim();

const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`));
  return found ? plain(found[1]) : undefined;
};

/** The form with this action: its hidden fields, and its text. */
export function form(html, action) {
  const start = html.indexOf(`action="${action}"`);
  if (start < 0) throw new Error(`no form for ${action}`);
  const text = html.slice(start, html.indexOf("</form>", start));
  const hidden = [...text.matchAll(/<input type="hidden"[^>]*>/g)].map(([tag]) => [
    attribute(tag, "name"),
    attribute(tag, "value") ?? "",
  ]);
  return { text, hidden };
}

export class Walker {
  constructor(address) {
    this.address = address;
    this.cookie = undefined;
    /** Where the answers led: the paths of the pages that were shown. */
    this.trail = [];
  }

  /** One request, without following where it leads. */
  async send(path, { body, headers = {}, method } = {}) {
    const all = { ...headers };
    if (this.cookie && !("cookie" in all)) all.cookie = `supple=${this.cookie}`;
    if (body instanceof Array) all["content-type"] = "application/x-www-form-urlencoded";
    const answer = await fetch(this.address + path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: all,
      body: body instanceof Array ? new URLSearchParams(body).toString() : body,
      redirect: "manual",
    });
    const set = answer.headers.get("set-cookie")?.match(/^supple=([0-9a-f]+)/);
    if (set) this.cookie = set[1];
    return { status: answer.status, to: answer.headers.get("location"), html: await answer.text(), headers: answer.headers };
  }

  /** Opens a page and follows where it leads. */
  async get(path) {
    return this.#follow(path, await this.send(path));
  }

  /** Sends a form and follows where it leads. */
  async post(path, fields) {
    return this.#follow(path, await this.send(path, { body: fields }));
  }

  async #follow(path, answer) {
    let at = path;
    let now = answer;
    for (let hops = 0; now.to; hops += 1) {
      if (hops > 8) throw new Error(`${path} leads in a circle`);
      at = now.to;
      now = await this.send(at);
    }
    this.path = at;
    this.page = now;
    this.trail.push(at);
    return now;
  }

  /** Begins a record and goes through a door. */
  async begin({ name = "Kim", door = "d1", country, proxy, pin } = {}) {
    await this.get("/");
    const hidden = form(this.page.html, "/start").hidden.filter(([key]) => key !== "who");
    const fields = [...hidden, ["who", "new"], ["name", name], ["door", door]];
    // The country stands in the same form; a browser sends what is chosen there.
    if (country !== undefined) fields.push(["country", country]);
    if (pin) fields.push(["pin-new", pin]);
    if (proxy) fields.push(["proxy", "yes"], ["proxy-name", proxy], ["relation", "daughter"]);
    return this.post("/start", fields);
  }

  /** Opens a record that is there. */
  async enter(name, { pin, door = "d1" } = {}) {
    await this.get("/");
    return this.post("/start", this.entry(name, { pin, door }));
  }

  /** The fields that open a record, from the first page. */
  entry(name, { pin, door = "d1" } = {}) {
    const people = [...this.page.html.matchAll(/name="who" value="([^"]+)"[^>]*><bdi class="who-name">([^<]*)</g)];
    const id = people.find(([, , known]) => plain(known) === name)?.[1];
    if (!id) throw new Error(`${name} is not on the first page: ${people.map(([, , known]) => known)}`);
    const fields = [...form(this.page.html, "/start").hidden, ["who", id], ["door", door]];
    return pin === undefined ? fields : [...fields, ["pin", pin]];
  }

  /** Answers the page that is shown. */
  async answer(sheet) {
    const path = this.path.split("?")[0];
    const { html } = this.page;
    if (path === "/map") return this.#map(html, sheet);
    if (path === "/map/pain") return this.#marks(html, sheet);
    if (path.startsWith("/ask/") || path === "/fit" || path === "/exception") return this.#ask(path, html, sheet);
    if (path === "/again") return this.post("/again", form(html, "/again").hidden);
    if (path === "/crisis") return this.get("/next");
    throw new Error(`nothing to answer at ${path}`);
  }

  /** Goes on from the emergency page where it offers an exception that this person has. */
  async #excepted(sheet) {
    if (this.path !== "/emergency" || sheet.answers.ces_old_assessed !== "yes") return false;
    if (!this.page.html.includes('href="/exception"')) return false;
    await this.get("/exception");
    return true;
  }

  /** Answers page after page until there is nothing left to answer: the check, or the emergency page. */
  async finish(sheet, most = 60) {
    for (let pages = 0; !/^\/(check|emergency)/.test(this.path) || (await this.#excepted(sheet)); pages += 1) {
      if (pages > most || this.page.status !== 200) {
        throw new Error(`stuck at ${this.path} (${this.page.status}) after ${this.trail.slice(-6)}`);
      }
      await this.answer(sheet);
    }
    return this.page;
  }

  #map(html, { pain = [] }) {
    const { hidden } = form(html, "/map");
    if (pain === "unknown") return this.post("/map", [...hidden, ["map", "unknown"]]);
    if (pain.length === 0) return this.post("/map", [...hidden, ["map", "nothing"]]);
    return this.post("/map", [...hidden, ...pain.map(({ place }) => ["at", place]), ["map", "places"]]);
  }

  #marks(html, { pain = [] }) {
    const fields = form(html, "/map/pain").hidden;
    for (const { place, intensity, quality = [], spreads = [] } of pain) {
      fields.push([`i-${place}`, String(intensity ?? 4)]);
      for (const one of quality) fields.push([`k-${place}`, one]);
      for (const group of spreads) fields.push([`p-${place}`, group]);
    }
    return this.post("/map/pain", fields);
  }

  #ask(path, html, { answers = {} }) {
    const { hidden, text } = form(html, path);
    const fields = [...hidden];
    for (const [, id, inside] of text.matchAll(/<fieldset class="q[^"]*" id="f-([^"]+)">(.*?)<\/fieldset>/gs)) {
      fields.push(...answerTo(id, inside, answers[id]));
    }
    return this.post(path, fields);
  }
}

/** The fields that give this answer to a question. */
function answerTo(id, html, wish) {
  const values = [...html.matchAll(/<input type="(?:radio|checkbox)" name="a-[^"]*"[^>]*? value="([^"]*)"/g)].map(([, value]) => value);
  if (html.includes(`name="u-${id}"`)) {
    // A number or places.
    if (wish === undefined || wish === "unknown") return [[`u-${id}`, "unknown"]];
    return [wish].flat().map((value) => [`a-${id}`, String(value)]);
  }
  if (html.includes("<textarea")) return [[`a-${id}`, wish ?? ""]];
  if (wish !== undefined) return [wish].flat().map((value) => [`a-${id}`, String(value)]);
  if (html.includes('type="checkbox"')) return [];
  if (values.includes("no")) return [[`a-${id}`, "no"]];
  return values.length > 0 ? [[`a-${id}`, values[0]]] : [];
}

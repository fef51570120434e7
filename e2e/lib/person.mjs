// Somebody at the screen: with the mouse (or a finger), or with the keyboard alone.

/** A healthy 30-year-old with a tight upper back: what is left out of it is answered "no". */
export const HEALTHY = {
  answers: { age: 30, sex: "female" },
  pain: [{ place: "between-blades-left", intensity: 4, quality: ["tight"] }],
};

/** The questions by id, as the program lists them. */
export async function questions(address) {
  const listed = await (await fetch(`${address}/api/v1/questions`)).json();
  return new Map(listed.questions.map((question) => [question.id, question]));
}

/** What "No to all of these" leaves to answer on this page: [field name, value]. */
async function own(page, known, sheet) {
  const ids = await page.$$eval('input[name="q"]', (inputs) => inputs.map((input) => input.value));
  const fields = [];
  for (const id of ids) {
    const question = known.get(id);
    const wish = sheet.answers[id];
    if (wish !== undefined) fields.push([`a-${id}`, wish]);
    else if (question.kind === "yes-no" && question.polarity !== "risk") fields.push([`a-${id}`, "no"]);
    else if (question.kind === "choice" && question.polarity !== "risk") fields.push([`a-${id}`, question.allowed.options[0].id]);
    else if (["number", "places"].includes(question.kind)) fields.push([`u-${id}`, "unknown"]);
  }
  return fields;
}

/** By mouse or finger; works with and without script. */
export class Pointer {
  constructor(window, known) {
    Object.assign(this, { window, known, page: window.page });
  }

  async press(button) {
    await button.click();
    await this.page.waitForLoadState("domcontentloaded");
  }

  async choose(name, value) {
    const { page } = this;
    const text = page.locator(`input[name="${name}"]:not([type=radio]):not([type=checkbox])`);
    if (await text.count()) return text.fill(String(value));
    return page.locator(`input[name="${name}"][value="${value}"]`).check();
  }

  async map(sheet) {
    for (const { place } of sheet.pain) await this.choose("at", place);
    const value = sheet.pain.length > 0 ? "places" : "nothing";
    await this.press(this.page.locator(`button[name="map"][value="${value}"]`));
  }

  async marks(sheet) {
    for (const { place, intensity, quality = [] } of sheet.pain) {
      await this.choose(`i-${place}`, intensity);
      for (const one of quality) {
        const box = this.page.locator(`input[name="k-${place}"][value="${one}"]`);
        if (!(await box.isVisible())) await this.press(this.page.locator("details:not([open])", { has: box }).locator("summary"));
        await this.choose(`k-${place}`, one);
      }
    }
    await this.press(this.page.locator('form[action="/map/pain"] .btns button:not([name])'));
  }

  async ask(sheet) {
    const { page } = this;
    for (const [name, value] of await own(page, this.known, sheet)) await this.choose(name, value);
    const rest = page.locator('button[name="all"]').last();
    await this.press((await rest.count()) ? rest : page.locator("main form .btns button").first());
  }

  async step(sheet) {
    const path = this.window.path().split("?")[0];
    if (path === "/map") return this.map(sheet);
    if (path === "/map/pain") return this.marks(sheet);
    return this.ask(sheet);
  }

  /** Answers until the interview is over. `each` is called on every page before it is answered. */
  async interview(sheet, each = async () => {}) {
    for (let pages = 0; /^\/(map|ask|fit)/.test(this.window.path()); pages += 1) {
      if (pages > 40) throw new Error(`stuck at ${this.window.path()}: ${await this.page.locator(".problems").allInnerTexts()}`);
      await each();
      await this.step(sheet);
    }
  }
}

/** With the keyboard alone: Tab, Shift+Tab, arrows, Space, Enter and letters. Notes where the focus cannot be seen. */
export class Keys extends Pointer {
  unseen = [];

  /** Presses Tab until what is wanted has the focus. */
  async tabTo(selector, most = 250) {
    const { page } = this;
    for (let tabs = 0; tabs < most; tabs += 1) {
      if (await page.evaluate((what) => document.activeElement?.matches(what) ?? false, selector)) {
        await this.#see(selector);
        return;
      }
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${selector} at ${this.window.path()}`);
  }

  async #see(selector) {
    const seen = await this.page.evaluate(() => {
      const at = document.activeElement;
      const ring = (element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      };
      const shape = at.querySelector("path");
      const drawn = shape ? parseFloat(getComputedStyle(shape).strokeWidth) >= 8 : false;
      const box = at.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < innerHeight;
      return (ring(at) || ring(at.closest(".opt") ?? at) || drawn) && inside;
    });
    if (!seen) this.unseen.push(`${selector} at ${this.window.path()}`);
  }

  async press(button) {
    const { page } = this;
    const summary = (await button.evaluate((element) => element.tagName)) === "SUMMARY";
    const path = await button.evaluate((element) => {
      for (const other of document.querySelectorAll("[data-wanted]")) delete other.dataset.wanted;
      element.dataset.wanted = "yes";
      return "[data-wanted]";
    });
    await this.tabTo(path);
    if (summary) return page.keyboard.press("Enter");
    await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
    await page.waitForLoadState("domcontentloaded");
  }

  async choose(name, value) {
    const { page } = this;
    const type = await page.locator(`input[name="${name}"]`).first().getAttribute("type");
    if (type === "radio") {
      await this.tabTo(`input[name="${name}"]`);
      const values = await page.$$eval(`input[name="${name}"]`, (inputs) => inputs.map((input) => input.value));
      await page.keyboard.press("Space");
      for (let at = 0; at < values.indexOf(String(value)); at += 1) await page.keyboard.press("ArrowDown");
    } else if (type === "checkbox") {
      await this.tabTo(`input[name="${name}"][value="${value}"]`);
      await page.keyboard.press("Space");
    } else {
      await this.tabTo(`input[name="${name}"]`);
      await page.keyboard.type(String(value));
      return;
    }
    if (!(await page.locator(`input[name="${name}"][value="${value}"]`).isChecked())) {
      throw new Error(`the keyboard does not choose ${name} = ${value}`);
    }
  }
}

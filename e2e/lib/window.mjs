// Windows of a real browser. Each watches what it asks for and what it complains about.
import { desk, phone } from "./browser.mjs";
import { violations } from "./axe.mjs";

/** The desktop at 200 % zoom. */
const zoomed = { width: desk.width / 2, height: desk.height / 2 };

/** A window with cookies of its own. `script: false` switches scripts off. */
export async function open(browser, { viewport = phone, script = true, ...options } = {}) {
  const context = await browser.newContext({ viewport, javaScriptEnabled: script, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(10_000);
  return new Window(context, await context.newPage());
}

class Window {
  constructor(context, page) {
    this.context = context;
    this.page = page;
    /** Addresses that are not on this computer. */
    this.elsewhere = [];
    /** Errors of scripts and of the content security policy. */
    this.complaints = [];
    /** The pages that were shown, in their order. */
    this.shown = [];
    this.watch(page);
  }

  watch(page) {
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol !== "data:" && url.hostname !== "127.0.0.1") this.elsewhere.push(request.url());
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (line) => {
      // No fault of the page: a form shown again for a mistake, a missing page, and that a browser does not vibrate
      // before the first touch.
      const expected = /the server responded with a status of 4|navigator\.vibrate/.test(line.text());
      if (line.type() === "error" && !expected) this.complaints.push(line.text());
    });
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame()) this.shown.push(new URL(frame.url()).pathname);
    });
  }

  path() {
    const url = new URL(this.page.url());
    return url.pathname + url.search;
  }

  /** Takes over the visit of a walker, and opens an address. */
  async takeOver(walker, path) {
    await this.context.clearCookies();
    await this.context.addCookies([{ name: "supple", value: walker.cookie, url: walker.address, httpOnly: true, sameSite: "Strict" }]);
    return this.page.goto(walker.address + path);
  }

  /**
   * What is wrong with the page for somebody who hears, tabs or enlarges it. Empty when nothing is. Colours depend on
   * the scheme alone and the layout on the width alone, so one of each pair is enough for a state; the pairs alternate.
   */
  async faults() {
    const { page } = this;
    const faults = [];
    const sideways = async (viewport) => {
      await page.setViewportSize(viewport);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) faults.push(`${over} px too wide at ${viewport.width} px`);
    };
    await sideways(zoomed);
    this.looked = !this.looked;
    const schemes = this.looked ? ["light", "dark"] : ["dark", "light"];
    for (const [viewport, colorScheme] of [[desk, schemes[0]], [phone, schemes[1]]]) {
      await sideways(viewport);
      await page.emulateMedia({ colorScheme });
      for (const fault of await violations(page)) faults.push(`${fault} (${viewport.width} px, ${colorScheme})`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    return faults;
  }

  /** Bytes of the page and of everything that it loads. */
  weight() {
    return this.page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce(
        (sum, { encodedBodySize }) => sum + encodedBodySize,
        0,
      ),
    );
  }

  async close() {
    await this.context.close();
  }
}

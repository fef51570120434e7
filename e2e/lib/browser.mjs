// The browser of the system, and pages in it that may ask nobody but the program.
import { chromium } from "playwright-core";

/** Starts the browser. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}

/** The sizes that every page is looked at in. */
export const phone = { width: 360, height: 740 };
export const desk = { width: 1440, height: 900 };

/**
 * A fresh visitor. `strangers` lists every request to another host, `complaints` everything that the page complained of.
 */
export async function visitor(browser, url, options = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: phone, ...options });
  const page = await context.newPage();
  const strangers = [];
  const complaints = [];
  const home = new URL(url).host;
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.host !== home) strangers.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { context, page, strangers, complaints };
}

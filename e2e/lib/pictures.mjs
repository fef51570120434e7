// Pictures of pages for docs/screenshots: made where SUPPLE_SCREENSHOTS=1, else nothing.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { desk, phone } from "./browser.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

/** The page at a phone's and a desktop's width; `whole` names the widths at which all of it is taken. It stays as wide as it was. */
export async function picture(page, name, { whole = [phone, desk] } = {}) {
  if (process.env.SUPPLE_SCREENSHOTS !== "1") return;
  mkdirSync(FOLDER, { recursive: true });
  const before = page.viewportSize();
  for (const size of [phone, desk]) {
    await page.setViewportSize(size);
    await page.evaluate(() => {
      document.activeElement?.blur();
      scrollTo(0, 0);
    });
    await page.screenshot({ path: `${FOLDER}${name}-${size.width}.png`, fullPage: whole.includes(size) });
  }
  await page.setViewportSize(before);
}

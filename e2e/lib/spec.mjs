// A spec: one story with many checks. A check that fails does not end the story.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch } from "./browser.mjs";
import { Household } from "./household.mjs";
import { open } from "./window.mjs";

/**
 * Runs a story. It is given `check(sentence, truth, detail)`, `household(options)` (a program with records of its own)
 * and `window(options)` (a browser window); all of them are closed at its end.
 */
export function story(name, tell) {
  test(name, async (context) => {
    const things = [];
    const checks = [];
    const keep = (thing) => {
      things.push(thing);
      return thing;
    };
    let browser;
    const check = (sentence, truth, detail = "") => {
      const seen = truth ? "" : typeof detail === "function" ? detail() : detail;
      checks.push(context.test(sentence, () => assert.ok(truth, String(seen || sentence))));
      return Boolean(truth);
    };
    try {
      await tell({
        check,
        household: async (options) => keep(await Household.start(options)),
        window: async (options) => {
          browser ??= await launch();
          return keep(await open(browser, options));
        },
      });
    } finally {
      await Promise.all(checks);
      for (const thing of things.reverse()) await thing.close();
      await browser?.close();
    }
  });
}

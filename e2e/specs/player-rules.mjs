// The player's own modules, without a browser: the stop rules against the program's reading of them, and its clock.
import { createHash } from "node:crypto";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { react } from "../../crates/web/assets/player/rules.js";
import { Clock, LONGEST_GAP } from "../../crates/web/assets/player/time.js";
import { qr, qrPath } from "../../crates/web/assets/player/qr.js";

test("the stop rules do what the program says", () => {
  const { steps, rules, silentEnds, outcomes } = JSON.parse(readFileSync(new URL("../fixtures/stop-rules.json", import.meta.url), "utf8"));
  const strokes = steps.filter((step) => step.k === "stroke");
  const times = [strokes[0].at + 5, strokes[Math.floor(strokes.length / 2)].at + 5];
  const codes = rules.map((rule) => rule.code);
  const seen = [];
  for (const at of times) {
    for (const discomfort of [null, 3, 5, 8]) {
      for (const sign of [null, ...codes]) {
        const now = { at, discomfort, signs: sign === null ? [] : [sign] };
        const befores = [[], [{ ...now, at: at - 2 }], [{ ...now, at: Math.max(0, at - 660) }], [{ at: at - 3, discomfort: null, signs: [] }]];
        for (const before of befores) {
          for (const pressure of [1, 2]) {
            const does = react({ steps, rules, silentEnds }, before, now, pressure);
            seen.push(`${does.act} ${does.rule ?? 0} ${does.leave.join(",")}`);
          }
        }
      }
    }
  }
  assert.equal(seen.length, outcomes.length);
  assert.deepEqual(seen, outcomes);
});

/** Clocks that are moved by hand. */
function clocks() {
  const now = { wall: 1_000_000, steady: 5_000 };
  const pass = (milliseconds) => {
    now.wall += milliseconds;
    now.steady += milliseconds;
  };
  return { now, pass, of: { wall: () => now.wall, steady: () => now.steady } };
}

test("time is what both clocks say", () => {
  const { pass, of } = clocks();
  const clock = new Clock(undefined, of);
  clock.start();
  pass(12_345);
  assert.equal(clock.read(), 12_345);
  clock.pause();
  pass(60_000);
  assert.equal(clock.read(), 12_345);
});

test("a phone that slept goes on, a clock that was set changes nothing", () => {
  const { now, pass, of } = clocks();
  const clock = new Clock(undefined, of);
  clock.start();
  pass(1000);
  clock.read(true);
  now.wall += 120_000;
  assert.equal(clock.read(false), 121_000, "asleep for two minutes");
  now.wall += 3_600_000;
  pass(1000);
  assert.equal(clock.read(false), 122_000, "set ahead in view");
  now.wall -= 9_000_000;
  pass(1000);
  assert.equal(clock.read(false), 123_000, "set back");
});

test("after an hour with locks, irregular timers and a wall clock in whole milliseconds it is off by less than 50 ms", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    let state = seed;
    const dice = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    let [now, slept] = [0, 0];
    // The wall gains 40 ms in an hour on the steady clock, which stands still while the phone sleeps.
    const of = { wall: () => Math.floor(1_795_000_000_000.4 + now * (1 + 40 / 3_600_000)), steady: () => now - slept };
    const clock = new Clock(undefined, of);
    clock.start();
    while (now < 3_600_000) {
      const hides = dice() < 0.002;
      if (hides) clock.read(true);
      for (let wakes = 0; hides && wakes < 5; wakes += 1) {
        // Asleep for up to a minute, woken for an instant by a timer.
        const asleep = 100 + dice() * 60_000;
        now += asleep;
        slept += asleep;
        clock.read(true);
        now += dice() * 5;
      }
      now += 150 + dice() * 120;
      clock.read(false);
    }
    assert.ok(Math.abs(clock.read(false) - now) < 50, `${clock.gone - now} ms with seed ${seed}`);
  }
});

test("a gap that is too long waits", () => {
  const { now, of, pass } = clocks();
  const clock = new Clock(undefined, of);
  clock.start();
  pass(1000);
  clock.read(true);
  now.wall += LONGEST_GAP + 1;
  clock.read(false);
  assert.ok(clock.away && !clock.running);
  assert.equal(clock.gone, 1000);
});

test("a reload at any second goes on where it was", () => {
  for (let second = 0; second < 900; second += 1) {
    const { now, pass, of } = clocks();
    const clock = new Clock(undefined, of);
    clock.start();
    pass(second * 1000);
    clock.read();
    const saved = JSON.parse(JSON.stringify(clock.save()));
    now.wall += 800;
    now.steady = 3;
    const again = new Clock(saved, of);
    assert.equal(again.read(), second * 1000 + 800);
    assert.ok(again.running);
  }
});

test("a reload after the clock was set waits", () => {
  for (const jump of [-60_000, LONGEST_GAP + 1]) {
    const { now, pass, of } = clocks();
    const clock = new Clock(undefined, of);
    clock.start();
    pass(5000);
    clock.read();
    const saved = clock.save();
    now.wall += jump;
    const again = new Clock(saved, of);
    assert.ok(again.away && !again.running);
    assert.equal(again.gone, 5000);
  }
});

test("a picture is the one that a scanner has read", () => {
  // Each was read back letter by letter by zbar from a picture of the page; any other picture has to be read again.
  const read = {
    "2004-AYD5-A001-S8F0-8809-CA0": "6698ab79598134eb",
    "2008-NWTA-M0FH-S8Z2-8B50-5018-40": "ec319661c9e28706",
    "2012-QK9A-G3CH-SBZE-8BYH-3N95-JBEK-C4Z5-8TA8-17TK": "e60b3451aee244d3",
  };
  for (const [code, hash] of Object.entries(read)) {
    assert.equal(createHash("sha256").update(qrPath(code)).digest("hex").slice(0, 16), hash, code);
  }
});

test("a picture has its three corners and its size", () => {
  const rows = qr("24D1-QZ1G-02MC");
  assert.equal(rows.length, 29);
  for (const [x, y] of [[0, 0], [22, 0], [0, 22]]) {
    assert.ok(rows[y][x] && rows[y + 3][x + 3] && !rows[y + 1][x + 1]);
  }
  assert.throws(() => qr("a".repeat(10)));
  assert.throws(() => qr("A".repeat(62)));
});

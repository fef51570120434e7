// Where a session stands: which step, how hard, what was said. No page and no clock in it.

import { left, react } from "./rules.js";

export class Session {
  /** `data`: the session as the program made it. `saved`: what `save()` gave. */
  constructor(data, saved) {
    this.data = data;
    this.order = data.steps.map((_, index) => index);
    this.left = new Set();
    this.checks = [];
    this.cap = 5;
    this.level = null;
    this.asked = 0;
    // The second at which the step began in which somebody said STOP and went on.
    this.eased = null;
    // The step that was entered last: a reload in it changes no pressure.
    this.entered = null;
    if (!saved) return;
    this.order = saved.order;
    this.left = new Set(saved.left);
    this.cap = saved.cap;
    this.level = saved.level;
    this.asked = saved.asked;
    this.eased = saved.eased ?? null;
    this.entered = saved.entered ?? null;
  }

  save() {
    return { order: this.order, left: [...this.left], cap: this.cap, level: this.level, asked: this.asked, eased: this.eased, entered: this.entered };
  }

  /** The steps as they come now, with the second at which each begins. */
  get steps() {
    let at = 0;
    return this.order.map((index) => {
      const step = { ...this.data.steps[index], index, at };
      at += step.s;
      return step;
    });
  }

  get seconds() {
    return this.data.steps.reduce((sum, step) => sum + step.s, 0);
  }

  /** The step at a second, past everything that is left out; nothing once it is over. */
  at(second) {
    return this.steps.find((step) => second < step.at + step.s && !this.left.has(step.index));
  }

  after(step) {
    return this.steps.find((other) => other.at > step.at && !this.left.has(other.index));
  }

  before(step) {
    return this.steps.findLast((other) => other.at < step.at && !this.left.has(other.index));
  }

  /** Seconds of what is still to come, from a second on. */
  rest(second) {
    return this.steps.reduce((sum, step) => {
      if (this.left.has(step.index) || step.at + step.s <= second) return sum;
      return sum + step.at + step.s - Math.max(second, step.at);
    }, 0);
  }

  /** The highest pressure of a step as things are. */
  most(step) {
    return Math.min(step.ceiling, this.cap);
  }

  /** The pressure that a step is done with. */
  pressure(step) {
    if (!step?.ceiling) return 0;
    return Math.max(1, Math.min(this.most(step), this.level ?? step.start));
  }

  /** A new step begins with its own pressure, unless somebody asked for softer hands. */
  enter(step) {
    if (this.entered === step.index) return;
    this.entered = step.index;
    this.level = step.ceiling ? Math.min(step.start, this.most(step)) : null;
  }

  softer(step) {
    this.level = Math.max(1, this.pressure(step) - 1);
    return this.level;
  }

  firmer(step) {
    this.level = Math.min(this.most(step), this.pressure(step) + 1);
    return this.level;
  }

  /** The same stroke on the other side comes now, and this one in its place. Gives whether there is one. */
  swap(step) {
    const here = this.order.indexOf(step.index);
    const other = this.order.findIndex((index, at) => {
      const one = this.data.steps[index];
      return at > here && one.k === "stroke" && one.n === step.n && one.side !== step.side && one.s === step.s && one.lie === step.lie && !this.left.has(index);
    });
    if (here < 0 || other < 0) return false;
    [this.order[here], this.order[other]] = [this.order[other], this.order[here]];
    return true;
  }

  /** Whether there is such a stroke, without anybody turning over for it. */
  swaps(step) {
    return this.steps.some(
      (one) => one.at > step.at && one.k === "stroke" && one.n === step.n && one.side !== step.side && one.s === step.s && one.lie === step.lie && !this.left.has(one.index),
    );
  }

  /**
   * Somebody said STOP because it hurt, and wants to go on: one step lighter. What cannot be lighter, or hurt twice in one
   * step, is left. Gives what was done: `go-on`, `ease-off` or `stop-place`.
   */
  hurt(second) {
    const step = this.at(second);
    if (!step?.ceiling) return "go-on";
    const pressure = this.pressure(step);
    if (pressure <= 1 || this.eased === step.at) {
      for (const place of left(this.steps, Math.floor(second), new Set())) this.left.add(this.steps[place].index);
      return "stop-place";
    }
    this.eased = step.at;
    this.cap = pressure - 1;
    this.level = this.cap;
    return "ease-off";
  }

  /** The check that is due at a second and was not asked yet; nothing where none is. */
  due(second) {
    const times = this.data.checks;
    return this.asked < times.length && second >= times[this.asked];
  }

  /** What was said, and what it does. `signs`: codes of rules. */
  said(second, discomfort, signs) {
    const now = { at: Math.floor(second), discomfort, signs };
    const step = this.at(second);
    const pressure = this.pressure(step);
    const steps = this.steps.map((one) => ({ ...one }));
    const does = react({ steps, rules: this.data.rules, silentEnds: this.data.silentEnds }, this.checks, now, pressure);
    this.checks.push(now);
    if (does.act === "ease-off") {
      this.cap = Math.max(1, pressure - 1);
      this.level = this.cap;
    }
    for (const place of does.leave) this.left.add(steps[place].index);
    return { ...does, rule: this.data.rules.find((rule) => rule.code === does.rule) ?? null };
  }
}

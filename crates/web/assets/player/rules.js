// The stop rules: what an answer during the session does to it. The rules are data of the session; the same cases are held
// against the program's own reading of them.

/** What can be done, from the least to the most. */
export const ACTS = ["go-on", "ease-off", "stop-place", "end-session", "urgent", "emergency"];
const rank = (act) => ACTS.indexOf(act);
const worse = (a, b) => (rank(a) >= rank(b) ? a : b);
const silent = (check) => check.discomfort === null && check.signs.length === 0;

/**
 * What to do now. `steps`: the session's steps with `at` and `s` in seconds; `before`: what was said so far, oldest first; `now`: `{at, discomfort,
 * signs}` with the codes of the rules; `pressure`: the one in use, 1 to 5. Gives `{act, rule, leave}`: the rule's code, and
 * the indexes of the steps that are left out from now on.
 */
export function react({ steps, rules, silentEnds }, before, now, pressure) {
  let act = "go-on";
  let because = null;
  const marks = new Set();
  for (const rule of rules) {
    const does = triggered(steps, rule, before, now, silentEnds);
    if (rank(does) > 0) for (const mark of rule.leave) marks.add(mark);
    if (rank(does) > rank(act)) [act, because] = [does, rule.code];
  }
  // What cannot be lighter is left; but silence is asked once more before anything is left.
  if (act === "ease-off" && pressure <= 1 && !silent(now)) act = "stop-place";
  return { act, rule: because, leave: rank(act) >= rank("stop-place") ? left(steps, now.at, marks) : [] };
}

const stepAt = (steps, second) => steps.find((step) => step.at <= second && second < step.at + step.s);

function triggered(steps, rule, before, now, silentEnds) {
  if (silent(now)) {
    if (!rule.silent) return "go-on";
    let count = 1;
    for (let at = before.length - 1; at >= 0 && silent(before[at]); at -= 1) count += 1;
    return count >= silentEnds ? (rule.again ?? rule.act) : rule.act;
  }
  const hit = ({ discomfort }) =>
    discomfort !== null &&
    ((rule.above !== null && discomfort > rule.above) || (rule.atLeast !== null && discomfort >= rule.atLeast));
  const shows = (check) => hit(check) || check.signs.includes(rule.code);
  let does = "go-on";
  if (shows(now)) {
    does = rule.act;
    const begun = stepAt(steps, now.at)?.at ?? now.at;
    if (before.some((check) => check.at >= begun && shows(check))) does = worse(does, rule.again ?? rule.act);
  }
  if (rule.stillMinutes !== null && rule.then !== null && now.signs.includes(rule.code)) {
    const long = before.some((check) => check.signs.includes(rule.code) && now.at - check.at >= rule.stillMinutes * 60);
    if (long) does = worse(does, rule.then);
  }
  return does;
}

/** This step and what follows at the same site on the same side; and whatever meets a place that is left. */
export function left(steps, now, marks) {
  const here = stepAt(steps, now);
  // A stroke over the middle, or over both sides at once, belongs to each of them.
  const whole = (side) => !side || side === "both";
  const same = (step) =>
    here?.k === "stroke"
      ? step.k === "stroke" && step.site === here.site && (whole(here.side) || whole(step.side) || step.side === here.side)
      : here?.k === "activity" && step.k === "activity" && step.n === here.n;
  return steps.flatMap((step, index) => {
    const meets = step.k === "stroke" && step.marks.some((mark) => marks.has(mark));
    return step.at + step.s > now && (same(step) || meets) ? [index] : [];
  });
}

// How much of the session has passed, computed from clocks and never from counted ticks.
//
// Two clocks: the wall (may be set by hand, goes on while the phone sleeps) and a steady one (never jumps, may stand still
// while the phone sleeps). They agree: the steady one counts. The wall is ahead and the page was hidden: the phone slept, the
// wall counts. The wall is ahead or behind while the page was in view: somebody set it, the steady one counts.

/** A gap longer than this is not played on over: the session waits and asks. Milliseconds. */
export const LONGEST_GAP = 10 * 60_000;
/** A page out of sight whose wall is ahead by more than this has slept. Less is rounding. Milliseconds. */
const AGREE = 50;

export class Clock {
  /** `saved`: what `save()` gave before a reload. */
  constructor(saved, { wall = () => Date.now(), steady = () => performance.now() } = {}) {
    Object.assign(this, { wall, steady, gone: 0, spent: 0, running: false, away: false, hidden: false });
    this.mark();
    if (!saved) return;
    this.gone = saved.gone;
    this.spent = saved.spent;
    this.running = saved.running;
    if (!saved.running) return;
    const gap = this.lastWall - saved.wall;
    if (gap >= 0 && gap <= LONGEST_GAP) this.add(gap);
    else this.wait();
  }

  mark() {
    this.lastWall = this.wall();
    this.lastSteady = this.steady();
  }

  add(milliseconds) {
    this.gone += milliseconds;
    this.spent += milliseconds;
  }

  wait() {
    this.running = false;
    this.away = true;
  }

  /** Reads the clocks. Call it as often as you like; `hidden` says whether the page is out of sight. */
  read(hidden = false) {
    const byWall = this.wall() - this.lastWall;
    const bySteady = this.steady() - this.lastSteady;
    const slept = this.hidden || hidden;
    this.hidden = hidden;
    this.mark();
    if (!this.running) return this.gone;
    const ahead = byWall - bySteady;
    if (ahead <= AGREE || !slept) this.add(Math.max(0, bySteady));
    else if (byWall <= LONGEST_GAP) this.add(byWall);
    else this.wait();
    return this.gone;
  }

  start() {
    this.mark();
    this.running = true;
    this.away = false;
  }

  pause() {
    this.read();
    this.running = false;
  }

  /** Goes to a moment of the session, in milliseconds. */
  to(milliseconds) {
    this.read();
    this.gone = milliseconds;
  }

  /** What a reload needs. Nothing about anybody is in it. */
  save() {
    return { gone: this.gone, spent: this.spent, running: this.running, wall: this.lastWall };
  }
}

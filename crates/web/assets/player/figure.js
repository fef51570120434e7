// The drawing: hands (or a ball, a thumb, a forearm) on the true path at the true pace, with the area that they touch.
//
// Everything is computed once when a step begins; the browser then moves the hands by itself, so a frame costs no script.

const SVG = "http://www.w3.org/2000/svg";
/** The middle of the body, lengthwise: around it a body that lies is turned. */
const MIDDLE = 900;
/** A finger so near the spine belongs to a hand that comes from the side: nothing of it lies on the spine. */
const NEAR_SPINE = 90;
/** By how much such a hand leans out, in degrees. */
const LEAN = 62;
/** How many points of a path are computed. */
const POINTS = 48;

/** A right hand from above, its fingers up, 177 long and 124 wide with its thumb; its middle is the origin. */
const HAND =
  "M-26 94C-27 82-31 72-38 62C-49 49-58 34-65 17C-71 4-66-7-59-8C-52-9-49 0-46 6C-44 10-43 13-41 15C-42 5-43-8-43-22C-43-36-43-48-42-58C-41-70-24-71-23-59L-21-16C-21-11-18-11-18-16L-19-68C-19-83 2-84 2-69L2-14C2-9 5-9 5-14L9-63C10-76 28-75 27-61L23-11C23-6 26-6 27-10L35-40C38-51 53-48 51-35L44 4C46 32 40 56 33 70C29 78 27 86 27 94Z";
/** Its lines: knuckles, joints, the ball of the thumb, tendons. */
const LINES =
  "M-37-2q5-5 11-2M-14-7q6-5 11-1M6-6q6-4 11 0M26 1q5-3 9 1M-38-36h10M-15-42h12M10-40l11 1M35-21l9 3M-58 9q5-1 8 3M-38 22q5 16 2 30M-16 12q2 14 3 26M3 12q0 14-1 26";
const NAILS =
  "M-37-57c0-10 9-10 9 0q-4.500 3-9 0zM-14-67c0-11 11-11 11 0q-5.500 3-11 0zM13-61c1-10 11-9 10 1q-5 2-10-1zM39-37c3-8 10-6 8 2q-4 1-8-2zM-64 0c1-7 8-6 8 0q-4 3-8 0z";
const SHADE = "M44 4C46 32 40 56 33 70C29 78 27 86 27 94L8 94C16 74 30 40 34 4Z";
/** The sleeve of the giver, so that nobody takes the hands for the receiver's. */
const CUFF = "M-34 88Q0 98 34 88L39 126Q0 138-39 126Z";
const FOREARM = "M-31 92C-34 40-30-60-24-88Q0-99 24-88C30-60 34 40 31 92Q0 103-31 92Z";
const ELBOW = "M-19 6C-21-24 21-24 19 6C22 30 29 62 31 92L-31 92C-29 62-22 30-19 6Z";
const FIST = "M-42-8C-42-24-26-26-21-20C-19-27-2-28 0-21C3-27 19-27 21-20C27-26 42-22 42-8L38 46C34 60 30 76 28 94L-28 94C-30 76-36 60-40 46Z";
/** One finger, and two, of a hand whose others are curled: a fist with what touches held out. */
const POINTING = "M-42-4V-54C-42-68-24-68-24-54V-4Z";
const TWO = "M-20-4V-60C-20-74-1-74-1-60V-4Z";
const ROLLER = "M-120-46H120Q130-46 130-36V36Q130 46 120 46H-120Q-130 46-130 36V-36Q-130-46-120-46Z";
const GUN = "M-20 0C-20-26 20-26 20 0C20 18 14 24 13 40L34 44V130H-34V44L-13 40C-14 24-20 18-20 0Z";

/**
 * For each applicator: its picture; `at`, the point of it that lies in the middle of what touches; whether the thumb points
 * to the spine (else away from it).
 */
const hand = (x, y, inward = false) => ({ path: HAND, lines: LINES, nails: NAILS, cuff: true, at: [x, y], inward });
const PICTURES = {
  "whole-hand": hand(0, 4),
  palm: hand(0, 40),
  "finger-flats": hand(-4, -42),
  "two-fingers": hand(-20, -62),
  finger: hand(-32, -58),
  thumb: hand(-59, 4, true),
  knuckles: { path: FIST, lines: "M-21-18v18M0-19v20M21-18v18", cuff: true, at: [0, -8] },
  forearm: { path: FOREARM, lines: "", at: [0, 0] },
  elbow: { path: ELBOW, lines: "M-9-2q9 7 18 0", cuff: true, at: [0, 0] },
  roller: { path: ROLLER, lines: "M-90-46v92M-45-46v92M0-46v92M45-46v92M90-46v92", at: [0, 0], thing: true },
  gun: { path: GUN, lines: "M-34 64h68M0 84v26", at: [0, 0], thing: true },
};

const make = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

const lengthOf = (points) => points.reduce((sum, [x, y], at) => (at ? sum + Math.hypot(x - points[at - 1][0], y - points[at - 1][1]) : 0), 0);

export class Figure {
  /** `svg`: the drawing of the back; `axis`: its middle, across; `width`: of the body in percent. */
  constructor(svg, { axis, width, still }) {
    Object.assign(this, { svg, axis, wide: width / 100, still, moving: [] });
    this.body = svg.querySelector("[data-body]");
    this.under = svg.querySelector("[data-under]");
    this.over = svg.querySelector("[data-over]");
  }

  clear() {
    for (const animation of this.moving) animation.cancel();
    this.moving = [];
    this.under.replaceChildren();
    this.over.replaceChildren();
  }

  /** Shows a step; nothing where it touches nothing. */
  show(step) {
    this.clear();
    this.step = step;
    this.lie(step?.up);
    if (step?.k !== "stroke" || !step.path) return this.look(null);
    const sides = step.side === "both" ? ["left", "right"] : [step.side || "left"];
    const seen = sides.flatMap((side) => this.draw(step, side));
    this.look(seen, step.long / 2);
  }

  /** Lays the body on its side, seen from behind: the side on top is above, the head to the left or to the right. */
  lie(up) {
    this.turned = up === "right" ? -1 : up === "left" ? 1 : 0;
    this.body.setAttribute("transform", this.turned ? `rotate(${90 * this.turned} ${this.axis} ${MIDDLE})` : "");
    const pillow = this.body.querySelector("[data-pillow]");
    pillow.setAttribute("transform", `translate(${this.axis + this.turned * 118} 0)`);
    pillow.style.display = this.turned ? "" : "none";
  }

  /** Where a point of the body stands in the drawing. */
  seen([x, y]) {
    if (!this.turned) return [x, y];
    return [this.axis - this.turned * (y - MIDDLE), MIDDLE + this.turned * (x - this.axis)];
  }

  /** The same as `look`, for a body that lies: it is long across and low. */
  across(points, reach, shape) {
    const ends = (points ?? [[this.axis, 60], [this.axis, 1060]]).map((point) => this.seen(point)[0]);
    const [left, right] = [Math.min(...ends) - reach - 30, Math.max(...ends) + reach + 30];
    const out = points ? Math.max(...points.map(([x]) => Math.abs(x - this.axis))) + reach + 20 : 280;
    const high = Math.max(440 * Math.max(1, this.wide), 2 * out, (right - left) * shape);
    const wide = high / shape;
    const least = this.axis - (MIDDLE - 10);
    const x = Math.max(least, Math.min(this.axis + (MIDDLE - 10) - wide, (left + right - wide) / 2));
    this.svg.setAttribute("viewBox", `${x} ${MIDDLE - high * 0.58} ${wide} ${high}`);
  }

  /** Turns the drawing to where something is done, the spine in the middle; to the whole back where nothing is. */
  look(points, reach = 0) {
    const box = this.svg.getBoundingClientRect();
    const shape = box.height / Math.max(1, box.width) || 1;
    if (this.turned) return this.across(points, reach, shape);
    if (!points) {
      const high = Math.max(1000, 560 * shape);
      this.svg.setAttribute("viewBox", `${this.axis - 280} 20 560 ${Math.min(high, 1760)}`);
      return;
    }
    const ys = points.map(([, y]) => y);
    const [top, bottom] = [Math.min(...ys) - reach - 30, Math.max(...ys) + reach + 30];
    const out = Math.max(...points.map(([x]) => Math.abs(x - this.axis))) + reach + 20;
    const wide = Math.max(440 * Math.max(1, this.wide), 2 * out, (bottom - top) / shape);
    const high = wide * shape;
    const y = Math.max(10, Math.min(1790 - high, (top + bottom - high) / 2));
    this.svg.setAttribute("viewBox", `${this.axis - wide / 2} ${y} ${wide} ${high}`);
  }

  draw(step, side) {
    const points = this.points(step.path, side);
    const turn = (side === "right" ? 1 : -1) * step.fingers;
    this.under.append(make("path", { d: this.strip(points, step, turn), class: `swath d${step.start}`, "stroke-width": step.wide }));
    const near = points.every(([x]) => Math.abs(x - this.axis) < NEAR_SPINE);
    const leans = near && ["finger", "two-fingers"].includes(step.tool) && Math.abs(step.fingers) < 30;
    const one = this.tool(step, side, turn, leans ? (side === "right" ? -LEAN : LEAN) : 0);
    this.over.append(one.outer);
    this.move(one, points, step);
    if (points.length > 1) this.way(points, step, turn);
    return points;
  }

  /** Where it goes: beside the way, where no hand hides it; what goes round or wanders, over the hand as well. */
  way(points, step, turn) {
    const line = (all) => "M" + all.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
    const straight = step.way === "back" || step.way === "again";
    if (!straight) this.over.append(make("path", { d: line(points), class: "track on" }));
    if (step.way === "round") return void this.over.append(make("path", { d: this.arrow(points, step.way), class: "tip on" }));
    const along = straight ? points : [points[0], points.at(-1)];
    if (Math.hypot(along[0][0] - along.at(-1)[0], along[0][1] - along.at(-1)[1]) < 25) return;
    const shown = this.beside(along, step, turn);
    this.under.append(make("path", { d: line(shown), class: "track" }));
    this.under.append(make("path", { d: this.arrow(shown, step.way), class: "tip" }));
  }

  /** The way, moved out of the hand's: away from the spine, or down where it leads across. */
  beside(points, step, turn) {
    const [[fromX, fromY], [toX, toY]] = [points[0], points.at(-1)];
    const long = Math.hypot(toX - fromX, toY - fromY) || 1;
    const [alongX, alongY] = [(toX - fromX) / long, (toY - fromY) / long];
    let [outX, outY] = [-alongY, alongX];
    const across = Math.abs(alongX) > Math.abs(alongY);
    const middle = points[Math.floor(points.length / 2)];
    if (across ? outY < 0 : outX * (middle[0] - this.axis) < 0) [outX, outY] = [-outX, -outY];
    const radians = (turn * Math.PI) / 180;
    const leaning = Math.abs(Math.sin(radians) * outX - Math.cos(radians) * outY);
    const out = step.wide / 2 + (leaning * Math.max(0, step.long - step.wide)) / 2 + (PICTURES[step.tool]?.nails ? 46 : 24);
    return points.map(([x, y]) => [x + outX * out, y + outY * out]);
  }

  /** Points at equal distances along a path, on a side of this body. */
  points(path, side) {
    const line = make("path", { d: path });
    this.under.append(line);
    const length = line.getTotalLength();
    const count = length < 1 ? 1 : POINTS;
    const points = [];
    for (let at = 0; at < count; at += 1) {
      const { x, y } = line.getPointAtLength((length * at) / Math.max(1, count - 1));
      const across = (x - this.axis) * this.wide * (side === "right" ? -1 : 1);
      points.push([this.axis + across, y]);
    }
    line.remove();
    return points;
  }

  /** Everything that is touched on the way: the strip of the applicator at each point. */
  strip(points, step, turn) {
    const half = Math.max(0.01, (step.long - step.wide) / 2);
    const radians = (turn * Math.PI) / 180;
    const [dx, dy] = [Math.sin(radians) * half, -Math.cos(radians) * half];
    return points.map(([x, y]) => `M${(x - dx).toFixed(1)} ${(y - dy).toFixed(1)}L${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`).join("");
  }

  /** Arrow heads on the way, and one at the other end where the hands come back. */
  arrow(points, way) {
    const long = lengthOf(points);
    const size = Math.min(17, Math.max(8, long / 9));
    const head = (at, back) => {
      const [x, y] = points[at];
      const [fromX, fromY] = points[Math.max(0, Math.min(points.length - 1, at + (back ? 2 : -2)))];
      const angle = Math.atan2(y - fromY, x - fromX);
      const wing = (turn) => `${(x - size * Math.cos(angle + turn)).toFixed(1)} ${(y - size * Math.sin(angle + turn)).toFixed(1)}`;
      return `M${wing(0.5)}L${x.toFixed(1)} ${y.toFixed(1)}L${wing(-0.5)}`;
    };
    const last = points.length - 1;
    if (way === "round") return head(Math.round(last * 0.8));
    // Two heads on a short way lie on each other.
    return way === "again" && long >= 80 ? head(Math.round(last * 0.55)) + head(last) : head(last);
  }

  /** Seconds of one round: as the stroke says, or from how fast it is dragged. */
  period(points, step) {
    if (step.period) return step.period;
    const length = lengthOf(points);
    if (step.drag) return Math.max(3, length / step.drag / 0.62);
    return step.beat ? Math.max(0.25, step.beat) : 5;
  }

  /** The picture of what touches, its middle at the origin; `lean`: by how much the hand is turned about it. */
  tool(step, side, turn, lean) {
    const picture = lean ? { ...PICTURES.knuckles, at: [step.tool === "finger" ? -33 : -22, -54] } : PICTURES[step.tool];
    const outer = make("g", { class: "hand" });
    const press = make("g", { class: "press" });
    outer.append(press);
    if (!picture) {
      const ball = step.tool === "ball";
      const radius = Math.max(20, ball ? 33 : step.wide / 2);
      press.append(make("circle", { r: radius, cx: 3, cy: 5, class: "shadow" }), make("circle", { r: radius, class: "skin ball" }));
      if (ball) press.append(make("path", { d: "M-31-12C-14-4-8 16-13 30M31 12C14 4 8-16 13-30", class: "lines" }));
      return { outer, press };
    }
    // Right hand or left hand: so that the thumb points away from the spine, or to it where the thumb works.
    const flip = (side === "left") === !picture.inward ? 1 : -1;
    const scale = picture.thing ? 1 : step.tool === "whole-hand" ? Math.min(1, step.long / 170) : 0.92;
    const [x, y] = picture.at;
    const place = `rotate(${turn + lean}) scale(${flip * scale} ${scale}) translate(${-x} ${-y})`;
    const part = (d, name) => d && inner.append(make("path", { d, class: name }));
    const inner = make("g", { transform: place });
    inner.append(make("path", { d: picture.path, class: "shadow", transform: `translate(${5 * flip} 7)` }));
    if (lean) part(POINTING, "skin");
    if (lean && step.tool === "two-fingers") part(TWO, "skin");
    part(picture.path, picture.thing ? "skin thing" : "skin");
    if (picture.nails) part(SHADE, "shade");
    part(picture.lines, "lines");
    part(picture.nails, "nails");
    if (picture.cuff) part(CUFF, "cuff");
    press.append(inner);
    // Where only a part of the hand touches, that part is shown.
    if ((lean || picture.nails) && step.tool !== "whole-hand") {
      const half = Math.max(0.01, (step.long - step.wide) / 2);
      press.append(make("path", { d: `M0 ${-half}V${half}`, class: "touch", "stroke-width": step.wide, transform: `rotate(${turn})` }));
    }
    return { outer, press };
  }

  /** Sets it going. */
  move({ outer, press }, points, step) {
    const [startX, startY] = points[0];
    outer.style.transform = `translate(${startX}px,${startY}px)`;
    const middle = points[Math.floor(points.length / 2)];
    if (this.still) {
      outer.style.transform = `translate(${middle[0]}px,${middle[1]}px)`;
      return;
    }
    const at = ([x, y]) => `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;
    const period = this.period(points, step) * 1000;
    const run = (element, frames, duration, easing = "linear") => {
      const animation = element.animate(frames, { duration, iterations: Infinity, easing });
      this.moving.push(animation);
    };
    const pulse = (duration, low) => run(press, [{ transform: "scale(1)" }, { transform: `scale(${low})` }, { transform: "scale(1)" }], duration, "ease-in-out");
    if (points.length === 1 || step.way === "still") {
      outer.style.transform = at(middle);
      return pulse(step.beat ? step.beat * 1000 : 5000, step.beat ? 0.9 : 0.965);
    }
    if (step.way === "round") {
      run(outer, points.map((point) => ({ transform: at(point) })), period);
      return;
    }
    if (step.way === "wander") {
      // There and back along the path. Circles stand in the path itself; lifts and presses pulse on the way.
      const circles = Math.round((step.path.match(/c/gi) ?? []).length / 4);
      const there = [...points, ...[...points].reverse().slice(1)];
      run(outer, there.map((point) => ({ transform: at(point) })), period * (circles > 1 ? 2 * circles : 8));
      return circles > 1 ? undefined : pulse(period, 0.92);
    }
    const forth = 0.62;
    const frames = points.map((point, index) => ({ transform: at(point), offset: (forth * index) / (points.length - 1) }));
    if (step.way === "back") {
      const back = [...points].reverse().slice(1);
      back.forEach((point, index) => frames.push({ transform: at(point), offset: forth + ((1 - forth) * (index + 1)) / back.length }));
      run(outer, frames, period);
      return run(press, [{ transform: "scale(.97)", opacity: 1 }, { transform: "scale(.97)", opacity: 1, offset: forth }, { transform: "scale(1.05)", opacity: 0.6, offset: forth + 0.06 }, { transform: "scale(1.05)", opacity: 0.6, offset: 0.94 }, { transform: "scale(.97)", opacity: 1 }], period);
    }
    // Lifted at the end, and laid down again at the beginning.
    const lifted = forth + 0.14;
    frames.push({ transform: at(points.at(-1)), offset: lifted }, { transform: at(points[0]), offset: lifted + 0.001 }, { transform: at(points[0]) });
    run(outer, frames, period);
    run(press, [{ transform: "scale(.97)", opacity: 1 }, { transform: "scale(.97)", opacity: 1, offset: forth }, { transform: "scale(1.12)", opacity: 0, offset: lifted }, { transform: "scale(1.12)", opacity: 0, offset: 0.86 }, { transform: "scale(.97)", opacity: 1 }], period);
  }

  /** The pressure as depth. */
  press(pressure) {
    for (const swath of this.under.querySelectorAll(".swath")) swath.setAttribute("class", `swath d${pressure}`);
  }

  hold(paused) {
    for (const animation of this.moving) paused ? animation.pause() : animation.play();
  }
}

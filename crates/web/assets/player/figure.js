// The drawing: hands (or a ball, a thumb, a forearm) on the true path at the true pace, with the area that they touch.
//
// Everything is computed once when a step begins; the browser then moves the hands by itself, so a frame costs no script.

const SVG = "http://www.w3.org/2000/svg";
/** How many points of a path are computed. */
const POINTS = 48;

/** A right hand from above, fingers up and together, 174 long and about 100 wide with its thumb; its middle is the origin. */
const HAND =
  "M-29 92C-31 80-36 71-42 60C-49 47-57 30-62 14C-66 0-54-7-48 3C-46 7-44 11-42.5 16L-42-58C-42-72-22-72-22-58L-21.5-8L-21-72C-21-86 0-86 0-72L.5-8L1-62C1-76 21-76 21-62L21.5-2L22-36C22-50 41-50 41-36L43 12C43 40 36 70 29 92Z";
/** Its lines: nails, knuckles and the ball of the thumb. */
const LINES =
  "M-37-61q5-8 10 0M-16-75q5.5-8 11 0M6-65q5-8 10 0M27-39q5-7 9 0M-39 10q7-6 13 0M-18 5q7-6 14 0M5 6q7-6 12 0M26 14q5-5 11 0M-58 6q5-4 8 2M-40 18q1 16-3 30";
/** The sleeve of the giver, so that nobody takes the hands for the receiver's. */
const CUFF = "M-36 86Q0 94 36 86L39 122Q0 132-39 122Z";
const FOREARM = "M-31 92C-34 40-30-60-24-88Q0-99 24-88C30-60 34 40 31 92Q0 103-31 92Z";
const THUMB = "M-11 14C-14 0-12-15 0-15C12-15 14 0 11 14L16 70L-16 70Z";
const FIST = "M-42-8C-42-24-26-26-21-20C-19-27-2-28 0-21C3-27 19-27 21-20C27-26 42-22 42-8L44 46L-44 46Z";

/** For each applicator: its picture, and how far its middle lies from the middle of what touches, along the fingers. */
const PICTURES = {
  "whole-hand": { path: HAND, lines: LINES, shift: 0, pair: true },
  palm: { path: HAND, lines: LINES, shift: -38, pair: true },
  "finger-flats": { path: HAND, lines: LINES, shift: 46, pair: false },
  "two-fingers": { path: HAND, lines: LINES, shift: 70, pair: false },
  finger: { path: HAND, lines: LINES, shift: 74, pair: false },
  thumb: { path: THUMB, lines: "", shift: 0, pair: false },
  knuckles: { path: FIST, lines: "M-21-18v16M0-19v18M21-18v16", shift: 8, pair: false },
  forearm: { path: FOREARM, lines: "", shift: 0, pair: false },
};

const make = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

export class Figure {
  /** `svg`: the drawing of the back; `axis`: its middle, across; `width`: of the body in percent. */
  constructor(svg, { axis, width, still }) {
    Object.assign(this, { svg, axis, wide: width / 100, still, moving: [] });
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
    if (step?.k !== "stroke" || !step.path) return this.look(null);
    const sides = step.side === "both" ? ["left", "right"] : [step.side || "left"];
    const seen = sides.flatMap((side) => this.draw(step, side));
    this.look(seen, step.long / 2);
  }

  /** Turns the drawing to where something is done, the spine in the middle; to the whole back where nothing is. */
  look(points, reach = 0) {
    const box = this.svg.getBoundingClientRect();
    const shape = box.height / Math.max(1, box.width) || 1;
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
    const spread = this.strip(points, step, turn);
    this.under.append(make("path", { d: spread, class: `swath d${step.start}`, "stroke-width": step.wide }));
    if (points.length > 1) {
      const line = "M" + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
      this.under.append(make("path", { d: line, class: "track" }));
      this.under.append(make("path", { d: this.arrow(points, step.way), class: "tip" }));
    }
    const picture = PICTURES[step.tool];
    const lead = this.tool(step, picture, side, turn, false);
    this.over.append(lead.outer);
    this.move(lead, points, step, 0);
    // Hand after hand on the same path; where both sides are done at once each has its own.
    if (picture?.pair && step.side !== "both" && points.length > 1 && step.way !== "wander") {
      const second = this.tool(step, picture, side === "right" ? "left" : "right", turn, true);
      this.over.prepend(second.outer);
      this.move(second, points, step, step.way === "back" ? 0.16 : 0.5);
    }
    return points;
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
    const head = (at, back) => {
      const [x, y] = points[at];
      const [fromX, fromY] = points[Math.max(0, Math.min(points.length - 1, at + (back ? 2 : -2)))];
      const angle = Math.atan2(y - fromY, x - fromX);
      const wing = (turn) => `${(x - 17 * Math.cos(angle + turn)).toFixed(1)} ${(y - 17 * Math.sin(angle + turn)).toFixed(1)}`;
      return `M${wing(0.5)}L${x.toFixed(1)} ${y.toFixed(1)}L${wing(-0.5)}`;
    };
    const last = points.length - 1;
    if (way === "round") return head(Math.round(last * 0.3)) + head(Math.round(last * 0.8));
    return way === "back" ? head(last) : head(Math.round(last * 0.55)) + head(last);
  }

  /** Seconds of one round: as the stroke says, or from how fast it is dragged. */
  period(points, step) {
    if (step.period) return step.period;
    const length = points.reduce((sum, [x, y], at) => (at ? sum + Math.hypot(x - points[at - 1][0], y - points[at - 1][1]) : 0), 0);
    if (step.drag) return Math.max(3, length / step.drag / 0.62);
    return step.beat ? Math.max(0.25, step.beat) : 5;
  }

  tool(step, picture, side, turn, second) {
    const outer = make("g", { class: second ? "hand second" : "hand" });
    const inner = make("g", {});
    const press = make("g", { class: "press" });
    if (picture) {
      // The thumb points away from the spine.
      const flip = side === "left" ? 1 : -1;
      const scale = step.tool === "whole-hand" ? Math.min(1, step.long / 170) : 0.92;
      inner.setAttribute("transform", `rotate(${turn}) translate(0 ${picture.shift}) scale(${flip * scale} ${scale})`);
      if (picture.path === HAND) inner.append(make("path", { d: CUFF, class: "cuff" }));
      inner.append(make("path", { d: picture.path, class: "skin" }), make("path", { d: picture.lines, class: "lines" }));
      // Where only a part of the hand touches, that part is shown.
      if (picture.path === HAND && picture.shift > 0) {
        outer.classList.add("part");
        const half = Math.max(0.01, (step.long - step.wide) / 2);
        press.append(make("path", { d: `M0 ${-half}V${half}`, class: "touch", "stroke-width": step.wide, transform: `rotate(${turn})` }));
      }
    } else {
      inner.append(make("circle", { r: Math.max(20, step.tool === "ball" ? 33 : step.wide / 2), class: "skin ball" }));
      if (step.tool === "ball") inner.append(make("path", { d: "M-31-12C-14-4-8 16-13 30M31 12C14 4 8-16 13-30", class: "lines" }));
    }
    press.prepend(inner);
    outer.append(press);
    return { outer, press };
  }

  /** Sets it going. `behind`: how far it is behind the leading hand, as a part of the round. */
  move({ outer, press }, points, step, behind) {
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
      animation.currentTime = (1 - behind) * duration;
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

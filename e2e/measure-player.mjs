// The player's figures for docs/PERFORMANCE.md: node measure-player.mjs [seconds to watch]. No spec: times depend on the machine.
import { launch } from "./lib/browser.mjs";
import { Household } from "./lib/household.mjs";
import { begin } from "./lib/session.mjs";
import { Walker } from "./lib/walker.mjs";
import { open } from "./lib/window.mjs";

const WATCHED_S = Number(process.argv[2] ?? 30);
const sheet = { answers: { age: 30, sex: "female" }, pain: [{ place: "low-back-left", intensity: 4 }, { place: "low-back-right", intensity: 4 }] };

const house = await Household.start({ country: "DE" });
const browser = await launch();
const view = await open(browser, { baseURL: house.address, reducedMotion: "no-preference" });
const { page, context } = view;
const walker = new Walker(house.address);
await walker.begin({ name: "Me" });
await walker.finish(sheet);
await view.takeOver(walker, "/result");
await begin(page);

// Weight: the page with its session, and everything that it loads.
const sizes = await page.evaluate(() => {
  const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const sum = (name) => all.reduce((total, entry) => total + entry[name], 0);
  return { travelling: sum("encodedBodySize"), unpacked: sum("decodedBodySize") };
});
console.log("bytes", sizes);

// Opening without a network.
await page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  for (;;) {
    for (const name of await caches.keys()) if (await (await caches.open(name)).match("/player")) return;
    await fetch("/session/state");
  }
});
await context.setOffline(true);
const openings = [];
for (let times = 0; times < 9; times += 1) {
  await page.reload();
  openings.push(await page.evaluate(() => {
    const { loadEventEnd, startTime } = performance.getEntriesByType("navigation")[0];
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    return Math.round(Math.max(loadEventEnd - startTime, painted));
  }));
}
openings.sort((a, b) => a - b);
console.log("opened without a network, ms: fastest", openings[0], "median", openings[4], "slowest", openings[8]);
await context.setOffline(false);

// What a frame costs while hands move.
await page.reload();
await page.locator("[data-pause]").click();
for (let steps = 0; steps < 6; steps += 1) await page.locator("[data-skip]").click();
await page.waitForTimeout(1500);
const drift = await page.evaluate(() => new Promise((done) => {
  const read = () => document.querySelector("[data-total]").textContent;
  const first = read();
  const wait = () => (read() === first ? setTimeout(wait, 5) : done(performance.now()));
  wait();
}));
await browser.startTracing(page, { categories: ["devtools.timeline", "disabled-by-default-devtools.timeline.frame", "toplevel"] });
await page.waitForTimeout(WATCHED_S * 1000);
const trace = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
const main = trace.find(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
const threads = trace.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`);
const SCRIPT = ["FunctionCall", "EvaluateScript", "TimerFire", "FireAnimationFrame", "RunMicrotasks", "EventDispatch", "v8.callFunction", "GCEvent", "MinorGC"];
const LAYOUT = ["UpdateLayoutTree", "Layout", "RecalculateStyles", "Document::updateStyle"];
const PAINT = ["PrePaint", "Paint", "Layerize", "Commit", "UpdateLayer"];
const cost = (names, thread) => {
  const events = trace.filter((one) => one.ph === "X" && names.includes(one.name) && `${one.pid} ${one.tid}` === thread).sort((a, b) => a.ts - b.ts);
  let sum = 0;
  let end = 0;
  for (const { ts, dur } of events) {
    if (ts >= end) sum += dur;
    end = Math.max(end, ts + dur);
  }
  return sum / 1000;
};
for (const thread of threads) {
  const named = (name) => trace.filter((one) => one.name === name && `${one.pid} ${one.tid}` === thread).length;
  const frames = named("BeginMainThreadFrame");
  if (frames < WATCHED_S) continue;
  const drawn = Math.max(frames, trace.filter(({ name }) => name === "DrawFrame").length);
  const spent = cost([...SCRIPT, ...LAYOUT], thread);
  console.log(`in ${WATCHED_S} s: ${frames} main frames, ${drawn} drawn; script, style and layout ${spent.toFixed(1)} ms: ${(spent / frames).toFixed(3)} ms a main frame, ${(spent / drawn).toFixed(3)} ms a drawn one; painting ${(cost(PAINT, thread) / frames).toFixed(3)} ms`);
}
if (!main) console.log("no main thread in the trace");

// How far the session is from the steady clock after so many seconds.
const off = await page.evaluate((from) => new Promise((done) => {
  const read = () => document.querySelector("[data-total]").textContent.match(/(\d+):(\d\d)/).slice(1).map(Number).reduce((m, s) => m * 60 + s);
  const first = read();
  const wait = () => (read() === first ? setTimeout(wait, 5) : done({ passed: performance.now() - from, left: read() }));
  wait();
}), drift);
const apart = ((off.passed + 500) % 1000) - 500;
console.log(`after ${(off.passed / 1000).toFixed(1)} s the second of the session turns ${apart.toFixed(0)} ms beside that of the steady clock`);
await browser.close();
await house.close();

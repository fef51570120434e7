// Feeds beside the calendar programs of the field: ical.js (Thunderbird, Nextcloud) reads the same appointments out of them,
// with nothing but the time zone that the file itself brings. Usage: node calendar.mjs
import { resolve } from "node:path";
import ICAL from "ical.js";
import { build, built, run } from "./lib/cargo.mjs";

build();
let [passed, failed] = [0, 0];
const wrong = [];
for (const line of run(resolve(built, "examples/feeds")).trim().split("\n")) {
  const { zone, text, events } = JSON.parse(line);
  const long = text.split("\r\n").find((one) => Buffer.byteLength(one) > 75);
  if (long) wrong.push(`${zone}: a line of ${Buffer.byteLength(long)} octets`);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const known = new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone"));
  const found = calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    const at = (time) => {
      time.zone = known;
      return time.toUnixTime() * 1000;
    };
    return {
      uid: event.uid,
      sequence: event.sequence,
      from: at(event.startDate),
      until: at(event.endDate),
      title: event.summary,
      status: part.getFirstPropertyValue("status"),
    };
  });
  if (found.length !== events.length) wrong.push(`${zone}: ${found.length} events instead of ${events.length}`);
  events.forEach((event, at) => {
    const other = Object.entries(event).filter(([name, value]) => found[at]?.[name] !== value);
    for (const [name, value] of other) wrong.push(`${zone} ${event.uid} ${name}: ${found[at]?.[name]} instead of ${value}`);
    if (other.length === 0) passed += 1;
    else failed += 1;
  });
}
for (const line of wrong.slice(0, 20)) console.error(line);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = wrong.length === 0 && passed > 0 ? 0 : 1;

// A list of made-up therapists of Oregon and Texas, as a directory of records holds it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

const people = [
  ["Blake Sampleton", "Portland", "97205", 4552, -12269, "us-or", "OR 12345"],
  ["Casey Mockridge", "Portland", "97211", 4558, -12264, "us-or", ""],
  ["Touch of Example LLC", "Beaverton", "97005", 4549, -12280, "us-or", "OR 777"],
  ["Far Fakeman", "Austin", "78701", 3027, -9774, "us-tx", "TX MT1"],
];

/** Puts them on the list of a directory. */
export function list(directory) {
  const line = ([name, city, zip, lat, lon, place, licence], nth) => {
    const licences = licence ? `${place} ${licence.split(" ")[1]}` : "";
    return ["+", `npi-${nth}`, name, name.endsWith("LLC") ? "o" : "p", "LMT", "woman", "", "", "", city, place, zip, "US", `${lat},${lon}`, "5555550001", licences, "NPPES", "01/02/2025"].join("\t");
  };
  writeFileSync(join(directory, "therapists.txt"), `${people.map(line).join("\n")}\n`);
}

// The people of examples/, as sheets for a walker.

import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../examples/", import.meta.url);

/** An example as it stands in its file. */
export const example = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

/** The names of all of them. */
export const names = () => readdirSync(folder).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5)).sort();

/** What a walker answers for this example. */
export function sheetOf({ answers, pain = [] }) {
  const marks = pain === "unknown" ? pain : pain.flatMap(({ site, side, intensity, quality, spreads }) => {
    const places = !side || side === "middle" ? [site] : side === "both" ? [`${site}-left`, `${site}-right`] : [`${site}-${side}`];
    return places.map((place) => ({ place, intensity, quality, spreads }));
  });
  return { answers, pain: marks };
}

/** The assessment of a document by the interface for programs. */
export async function assess(address, document) {
  const answer = await fetch(`${address}/api/v1/assess`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(document),
  });
  return answer.json();
}

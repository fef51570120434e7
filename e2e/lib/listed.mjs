// Made-up therapists of Oregon and Texas, taken in by the program as from an association.

import { execFileSync } from "node:child_process";

import { program } from "./server.mjs";

const TABLE = `id,name,kind,credential,gender,city,place,postal,country,phone,licence,changed
1,Blake Sampleton,person,LMT,woman,Portland,us-or,97205,US,5555550001,12345,2025-01-02
2,Casey Mockridge,person,LMT,man,Portland,us-or,97211,US,5555550002,,2025-01-02
3,Touch of Example LLC,organisation,,,Beaverton,us-or,97005,US,5555550003,777,2025-01-02
4,Far Fakeman,person,LMT,man,Austin,us-tx,78701,US,5555550004,MT1,2025-01-02
`;

/** Puts them on the list of a directory. */
export function list(directory) {
  execFileSync(program, ["import", "therapists", "-", "--source", "Example association", "--data", directory], { input: TABLE });
}

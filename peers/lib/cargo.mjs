// What cargo built, as the tests build it, so that nothing is compiled again.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
export const built = resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "debug");

/** Runs a program in the root of the repository and gives what it prints. */
export const run = (program, ...args) =>
  execFileSync(program, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] });

export const build = () => run("cargo", "build", "--quiet", "--workspace", "--bin", "supple", "--example", "peer_sheets", "--example", "responses", "--example", "feeds", "--example", "holidays");

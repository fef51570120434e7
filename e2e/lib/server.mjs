// A server of the built program: on a free port, with records of its own that go with it.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** The program under test. */
export const program = resolve(import.meta.dirname, process.env.SUPPLE_PROGRAM ?? "../../target/release/supple");

/**
 * Starts the program and waits for the address that it prints.
 * Options: `data`, a directory that stays; `args`, more arguments.
 */
export async function start({ data, args = [] } = {}) {
  const directory = data ?? (await mkdtemp(join(tmpdir(), "supple-")));
  const child = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--data", directory, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => child.once("close", done));
  const url = await Promise.race([
    address(child.stdout),
    ended.then((code) => {
      throw new Error(`${program} ended with ${code} before it said where it listens`);
    }),
    new Promise((_, fail) => child.once("error", fail)),
  ]);
  return {
    url,
    data: directory,
    /** Ends it as ctrl-C does and gives its exit code. */
    async stop() {
      child.kill("SIGINT");
      const code = await ended;
      if (data === undefined) await rm(directory, { recursive: true, force: true });
      return code;
    },
  };
}

async function address(output) {
  for await (const line of createInterface({ input: output })) {
    const found = line.match(/http:\/\/\S+?(?=\/?$)/);
    if (found) return found[0];
  }
  return new Promise(() => {});
}

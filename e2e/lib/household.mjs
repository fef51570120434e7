// A household: the program on a free port, with records of its own, that can be left and come back to days later.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { program } from "./server.mjs";

const DAY_S = 86_400;
const HOUR_S = 3_600;

let shim;

/** A library that shows the program a later time; nothing in the program itself can move its clock. */
function laterClock() {
  if (!shim) {
    const directory = mkdtempSync(join(tmpdir(), "supple-clock-"));
    shim = join(directory, "later.so");
    const source = fileURLToPath(new URL("later.c", import.meta.url));
    execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], { stdio: "inherit" });
    process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  }
  return shim;
}

export class Household {
  /** Starts the program: `country` as given to it; `args` and `env`, more arguments and variables. */
  static async start(options = {}) {
    const household = new Household();
    household.data = mkdtempSync(join(tmpdir(), "supple-e2e-"));
    household.country = options.country;
    household.args = options.args ?? [];
    household.env = options.env ?? {};
    await household.#begin(0, 0);
    return household;
  }

  async #begin(laterS, port) {
    const args = ["serve", "--data", this.data, "--listen", `127.0.0.1:${port}`];
    if (this.country) args.push("--country", this.country);
    args.push(...this.args);
    const env = { ...process.env, ...this.env };
    if (laterS > 0) Object.assign(env, { LD_PRELOAD: laterClock(), SUPPLE_E2E_LATER_S: String(laterS) });
    this.child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
    const lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    const { value = "" } = await lines.next();
    this.address = value.match(/http:\/\/[^\s/]+/)?.[0];
    if (!this.address) throw new Error(`the program did not say its address: "${value}"`);
  }

  /** Stops the program and starts it again on the same records and port, so many days later, at this hour (UTC) where one is given. */
  async comeBack(days, hour) {
    const port = Number(new URL(this.address).port);
    const today = Math.floor(Date.now() / 1000) % DAY_S;
    await this.#stop();
    await this.#begin(days * DAY_S + (hour === undefined ? 0 : hour * HOUR_S - today), port);
  }

  async #stop() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  async close() {
    await this.#stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}

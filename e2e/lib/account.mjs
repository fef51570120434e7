// A practice that people sign in to, under the name of this computer, as a proxy that encrypts would serve it; and an account in it.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { program } from "./server.mjs";

export const PASSWORD = "warm hands on a quiet back";

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts it. `setup` is the path of the first account's page. It ends with this process at the latest. */
export async function practice(args = []) {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), "supple-practice-"))];
  const child = spawn(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--practice", `localhost:${port}`, "--behind-proxy", "--country", "DE", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  process.on("exit", () => {
    child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const setup = line.match(/\/invitation\/[0-9a-f]+/)?.[0];
    if (setup) return { address: `http://localhost:${port}`, setup, data, close };
  }
  throw new Error("the program did not say where the first account is made");
}

/** Makes the first account, signed in with its password alone. */
export async function signUp(page, house, login) {
  await page.goto(house.address + house.setup);
  for (const [name, value] of [["name", "Ada"], ["login", login], ["new-password", PASSWORD]]) {
    await page.locator(`[name="${name}"]`).fill(value);
  }
  await page.locator("form .btns .btn").last().click();
  await page.waitForURL("**/account/second");
}

/** Signs in with the password. */
export async function signIn(page, house, login) {
  await page.goto(`${house.address}/sign-in`);
  await page.locator('[name="login"]').fill(login);
  await page.locator('[name="password"]').fill(PASSWORD);
  await page.locator('form[action="/sign-in"] .btns .btn').last().click();
  await page.waitForLoadState();
}

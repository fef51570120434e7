// A PostgreSQL server of the test's own, with its files in a temporary directory, ended with the test.

import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the programs of PostgreSQL are: the newest of those that are installed. */
function programs() {
  const versions = readdirSync("/usr/lib/postgresql").map(Number).filter((version) => version > 0);
  return `/usr/lib/postgresql/${Math.max(...versions)}/bin`;
}

/** PostgreSQL refuses to run as root; then it runs as the user that its package made. */
function user() {
  if (process.getuid() !== 0) return {};
  const [, , uid, gid] = readFileSync("/etc/passwd", "utf8").split("\n").find((line) => line.startsWith("postgres:")).split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

export class Postgres {
  static async start() {
    const own = new Postgres();
    own.directory = mkdtempSync(join(tmpdir(), "supple-postgres-"));
    const who = user();
    if (who.uid) chownSync(own.directory, who.uid, who.gid);
    const options = { ...who, cwd: own.directory, stdio: "ignore" };
    const data = join(own.directory, "data");
    const make = ["--no-sync", "--auth=trust", "--username=supple", "--encoding=UTF8", "--locale=C", "-D", data];
    execFileSync(join(programs(), "initdb"), make, options);
    const port = await freePort();
    const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "fsync=off", "shared_buffers=16MB"];
    const args = ["-D", data, "-k", own.directory, ...settings.flatMap((setting) => ["-c", setting])];
    own.child = spawn(join(programs(), "postgres"), args, options);
    own.ended = new Promise((resolve) => own.child.once("exit", resolve));
    const connect = ["-h", "127.0.0.1", "-p", String(port), "-U", "supple"];
    for (let tries = 0; ; tries += 1) {
      try {
        execFileSync(join(programs(), "createdb"), [...connect, "supple"], options);
        break;
      } catch (error) {
        if (tries === 50) throw error;
        await new Promise((soon) => setTimeout(soon, 200));
      }
    }
    own.url = `postgres://supple@127.0.0.1:${port}/supple`;
    return own;
  }

  async close() {
    this.child.kill("SIGINT");
    await this.ended;
    rmSync(this.directory, { recursive: true, force: true });
  }
}

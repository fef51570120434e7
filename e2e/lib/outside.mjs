// Somebody outside: a server with a certificate that only who is told so trusts (`SSL_CERT_FILE`).
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Starts a server at `https://localhost:PORT` that answers by `answer(request, body)`: a status, or `{ status, headers, body }`.
 * `heard` holds what came; `trust` is the file with the certificate that vouches for it.
 */
export async function outside(answer) {
  const folder = mkdtempSync(join(tmpdir(), "supple-outside-"));
  const at = (name) => join(folder, name);
  const openssl = (...args) => execFileSync("openssl", args, { stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", at("ca.key"), "-out", at("ca.pem"), "-days", "3000", "-subj", "/CN=Somebody", "-addext", "basicConstraints=critical,CA:TRUE");
  openssl("req", ...key, "-keyout", at("key.pem"), "-out", at("request.pem"), "-subj", "/CN=localhost");
  writeFileSync(at("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  openssl("x509", "-req", "-in", at("request.pem"), "-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "3000", "-extfile", at("names"), "-out", at("cert.pem"));
  const heard = [];
  const server = createServer({ key: readFileSync(at("key.pem")), cert: readFileSync(at("cert.pem")) }, async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const one = { method: request.method, url: request.url, headers: request.headers, body };
    heard.push(one);
    const said = await answer(one);
    const { status, headers = {}, body: text = "" } = typeof said === "number" ? { status: said } : said;
    response.writeHead(status, headers).end(text);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `https://localhost:${server.address().port}`,
    host: `localhost:${server.address().port}`,
    trust: at("ca.pem"),
    heard,
    /** Waits until so many have come. */
    async until(count) {
      for (let tries = 0; heard.length < count && tries < 200; tries += 1) await new Promise((done) => setTimeout(done, 100));
      return heard;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

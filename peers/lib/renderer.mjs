// The form renderer lforms, as published. It does not install beside its peers, so its package is taken as it is.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";

const version = "40.1.3";
const integrity = "sha512-WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ==";
const kinds = { ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".png": "image/png" };
const shell = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Form</title>
<link rel="stylesheet" href="/webcomponent/styles.css"></head><body><div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script><script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/R4/lformsFHIR.min.js"></script></body></html>`;

/** Takes the package from the registry and gives the folder with what a page loads. */
function unpacked() {
  const directory = mkdtempSync(join(tmpdir(), "supple-lforms-"));
  execFileSync("npm", ["pack", "--silent", `lforms@${version}`, "--pack-destination", directory], { stdio: ["ignore", "ignore", "inherit"] });
  const file = join(directory, `lforms-${version}.tgz`);
  const found = `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
  if (found !== integrity) throw new Error(`lforms ${version} is not what it was: ${found}`);
  execFileSync("tar", ["xzf", file, "-C", directory]);
  return join(directory, "package/dist/lforms");
}

/** Serves a page with the renderer in it; gives its address and how to end it. */
export async function serve() {
  const root = unpacked();
  const server = createServer((request, answer) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/") return answer.setHeader("content-type", "text/html").end(shell);
    const file = resolve(root, `.${path}`);
    if (!file.startsWith(root + sep) || !existsSync(file)) return answer.writeHead(404).end();
    answer.setHeader("content-type", kinds[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(answer);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

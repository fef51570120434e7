// What must not get in: other sites, other machines, too much, and what is not meant for a page.

import { HEALTHY } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, form, words } from "../lib/walker.mjs";
import { createServer, request } from "node:http";

const TEN_MIB = 10 * 1024 * 1024;

story("guards", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const walker = new Walker(house.address);
  await walker.begin({ name: "Kim" });
  const page = walker.page;
  const { hidden } = form(page.html, "/map");
  const places = [["at", "mid-back-left"], ["map", "places"]];

  check("a host that is not this computer is refused", (await raw(house.address, { headers: { host: "evil.example" } })).status === 421);
  check("a name that only begins like ours is refused", (await raw(house.address, { headers: { host: "127.0.0.1.evil.example" } })).status === 421);
  check("this computer by name is answered", (await raw(house.address, { headers: { host: `localhost:${new URL(house.address).port}` } })).status === 200);

  const without = await walker.send("/map", { body: [...hidden.filter(([name]) => name !== "csrf"), ...places] });
  check("a form without its token is refused", without.status === 403, `${without.status}`);
  check("what was typed is still in the answer", without.html.includes('value="mid-back-left"'));
  const again = form(without.html, "/map").hidden;
  check("and can be sent again from there", (await walker.send("/map", { body: again })).status === 303);
  const foreign = await walker.send("/map", { body: [...hidden, ...places], headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" } });
  check("a form from another site is refused", foreign.status === 403 && !foreign.html.includes("mid-back-left"), `${foreign.status}`);
  const origin = await walker.send("/map", { body: [...hidden, ...places], headers: { origin: "https://evil.example" } });
  check("an older browser's form from another site too", origin.status === 403, `${origin.status}`);
  const stranger = new Walker(house.address);
  const lost = await stranger.send("/map", { body: [...hidden, ...places] });
  check("a form of an ended visit is kept, not lost", lost.status === 422 && lost.html.includes("mid-back-left"), `${lost.status}`);

  const large = await walker.send("/map", { body: [...hidden, ["words", "x".repeat(TEN_MIB)]] }).catch((error) => ({ status: error.cause?.code ?? error.message, html: "<body" }));
  check("a form of 10 MiB is refused with a sentence", large.status === 413 && words(large.html).includes("kilobytes"), `${large.status}`);
  const sender = await window();
  await sender.takeOver(walker, "/map");
  await sender.page.evaluate((bytes) => {
    const area = document.createElement("input");
    area.type = "hidden";
    area.name = "words";
    area.value = "x".repeat(bytes);
    document.querySelector("form[data-map]").append(area);
  }, TEN_MIB);
  await sender.page.locator('button[name="map"][value="unknown"]').click();
  await sender.page.waitForLoadState("load").catch(() => {});
  await sender.page.waitForFunction(() => !document.querySelector("form[data-map]")).catch(() => {});
  check("the browser shows that sentence too", (await sender.page.locator("body").innerText()).includes("kilobytes"), sender.page.url());
  // A link in a mail, read in the browser: the visit goes on.
  const mail = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(`<a href="${house.address}/check?changed">go</a>`));
  await new Promise((listening) => mail.listen(0, "127.0.0.1", listening));
  await sender.page.goto(`http://localhost:${mail.address().port}/`);
  await sender.page.locator("a").click();
  await sender.page.waitForURL("**/check?changed");
  await sender.page.locator("main h1").waitFor();
  check("whoever follows a link of another site is still who they were", (await sender.page.locator("body").innerText()).includes("Kim"), sender.page.url());
  mail.close();
  const api = (body, type = "application/json") => fetch(`${house.address}/api/v1/assess`, { method: "POST", headers: { "content-type": type }, body });
  const big = await api(JSON.stringify({ answers: {}, pad: "x".repeat(TEN_MIB) })).then(async (answer) => [answer.status, await answer.text()], (error) => [error.cause?.code ?? error.message, ""]);
  check("10 MiB to the interface are refused with a sentence", big[0] === 422 && JSON.parse(big[1]).title?.length > 5, `${big[0]}`);
  const bad = [
    ["what is not JSON", "{", 422],
    ["an unknown question, with the nearest known one", JSON.stringify({ answers: { feverr: "yes" } }), 422, "fever"],
    ["an age that cannot be", JSON.stringify({ answers: { age: -1 } }), 422],
    ["11 on a scale to 10", JSON.stringify({ pain: [{ site: "low-back", side: "left", intensity: 11 }] }), 422],
    ["a day that does not exist", JSON.stringify({ today: "2026-02-30" }), 422],
    ["deep nesting", "[".repeat(100_000), 422],
    ["two problems at once", JSON.stringify({ answers: { age: -1, fever: "maybe" } }), 422, "fever"],
  ];
  for (const [name, body, status, word] of bad) {
    const answer = await api(body);
    const problem = await answer.json().catch(() => ({}));
    check(`the interface refuses ${name}`, answer.status === status && answer.headers.get("content-type").startsWith("application/problem+json") && JSON.stringify(problem).includes(word ?? ""), () => `${answer.status} ${JSON.stringify(problem).slice(0, 200)}`);
  }
  const form415 = await api("answers=1", "application/x-www-form-urlencoded");
  check("the interface takes JSON only", form415.status === 415, `${form415.status}`);
  const broken = await walker.send("/map", { body: Buffer.from("csrf=%ff"), headers: { "content-type": "application/x-www-form-urlencoded" } });
  check("a form that is not text is refused", broken.status === 422, `${broken.status}`);

  // Typed by a person: shown as text, whatever it is.
  const trick = '<script>document.title="owned"</script>\u202Egnp.exe "&\' <img src=x onerror=alert(1)>';
  const typed = new Walker(house.address);
  await typed.begin({ name: `${trick.slice(0, 60)}` });
  await typed.finish(HEALTHY);
  await typed.get("/ask/life");
  await typed.answer({ answers: { own_words: trick } });
  const view = await window();
  for (const path of ["/", "/check", "/ask/life", "/record", "/result"]) {
    await view.takeOver(typed, path);
    const found = await view.page.evaluate(() => ({
      scripts: document.querySelectorAll("main script, main img").length,
      title: document.title,
      loose: [...document.querySelectorAll("main *")].filter((at) =>
        [...at.childNodes].some((child) => child.nodeType === 3 && child.data.includes("\u202E")) && !at.closest("bdi, textarea")).length,
    }));
    check(`free text is text at ${path}`, found.scripts === 0 && !found.title.includes("owned") && found.loose === 0, JSON.stringify(found));
  }
  await view.takeOver(typed, "/check");
  check("every letter of it is kept", (await view.page.locator("main").innerText()).includes('<script>document.title="owned"</script>'));
  check("nothing of it runs", view.complaints.length === 0 && view.elsewhere.length === 0, view.complaints.join(" | "));

  const shown = await walker.send("/");
  const policy = shown.headers.get("content-security-policy") ?? "";
  check("the policy allows nothing inline", policy.includes("default-src 'none'") && !policy.includes("unsafe"), policy);
  check("pages are not cached, framed or referred from", shown.headers.get("cache-control") === "no-store" && shown.headers.get("x-frame-options") === "DENY" && shown.headers.get("referrer-policy") === "no-referrer");
  const first = await fetch(house.address);
  const cookie = first.headers.get("set-cookie") ?? "";
  check("the cookie is for this site alone", /HttpOnly/.test(cookie) && /SameSite=Strict/.test(cookie), cookie);
});

/** A request with any header, which fetch does not allow. */
function raw(address, { headers }) {
  return new Promise((resolve, reject) => {
    const sent = request(address, { headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

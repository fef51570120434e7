// What somebody made alone comes into their account: taken along there, shown here, confirmed with the keyboard, and once.

import { readFileSync, rmSync } from "node:fs";

import { desk, phone } from "../lib/browser.mjs";
import { practice, signIn, signUp } from "../lib/account.mjs";
import { picture } from "../lib/pictures.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const ADA = {
  answers: { age: 44, sex: "female", pain_duration: "under-6-weeks", migraine: "yes" },
  pain: [{ place: "low-back-left", intensity: 6 }],
};

story("a record made alone comes into an account", async ({ check, household, window }) => {
  const home = await household({ country: "DE" });
  const walker = new Walker(home.address);
  await walker.begin({ name: "Ada", country: "DE" });
  await walker.finish(ADA);
  const there = await window({ viewport: phone });
  await there.takeOver(walker, "/record/take");
  const leaving = there.page.waitForEvent("download");
  await there.page.locator('a[href="/record/take.json"]').click();
  const file = await (await leaving).path();

  const office = await practice();
  const view = await window({ viewport: phone, script: false });
  const { page } = view;
  await signUp(page, office, "ada");
  await page.goto(`${office.address}/account`);
  await page.locator('a[href="/account/bring"]').click();
  await page.waitForURL("**/account/bring");
  await picture(page, "bring-ask", { whole: [] });

  // A file that breaks off is refused beside the field.
  const text = readFileSync(file, "utf8");
  const send = async (content) => {
    await page.locator("#file").setInputFiles({ name: "supple-record.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await page.locator("form[enctype] .btn").click();
    await page.waitForLoadState();
  };
  await send(text.slice(0, text.length / 2));
  check("a file that breaks off is refused", (await page.locator("main").innerText()).includes("ends too early"), () => page.locator("main").innerText());

  await send(text);
  const said = await page.locator("main").innerText();
  check("what would be taken is said first", /\d+ answers/.test(said) && said.includes("The drawing of where it hurts"), said);
  check("nothing is confirmed beforehand", !(await page.locator("#mine").isChecked()));
  await picture(page, "bring-found", { whole: [] });
  await page.locator("#mine").focus();
  await page.keyboard.press("Space");
  await page.locator('button[value="take"]').focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/account/bring?taken=*");
  const done = await page.locator('[role="status"]').innerText();
  check("it is in the account, without script", /\d+ entries are in your account now/.test(done), done);
  await page.goto(`${office.address}/record`);
  check("the record says where it comes from", (await page.locator("main").innerText()).includes("Taken in from a record made alone"));
  await page.goto(`${office.address}/account/bring`);
  await send(text);
  check("twice is once", (await page.locator("main").innerText()).includes("nothing in it that your account does not have"));
  await view.close();

  const seen = await window({ viewport: phone });
  await signIn(seen.page, office, "ada");
  for (const [name, go] of [["asks", async () => {}], ["refuses", () => upload(seen.page, "<x/>")], ["says nothing new", () => upload(seen.page, text)], ["says what is taken", () => upload(seen.page, text.replaceAll(/"id": "[0-9a-f]/g, '"id": "e'))]]) {
    await seen.page.goto(`${office.address}/account/bring`);
    await go();
    const faults = await seen.faults();
    check(`the page that ${name} has no faults`, faults.length === 0, faults.join("\n"));
    await seen.page.setViewportSize(phone);
  }
  check("no script complains", seen.complaints.length === 0, seen.complaints.join());
  rmSync(file, { force: true });
  await office.close();
});

async function upload(page, content) {
  await page.locator("#file").setInputFiles({ name: "supple-record.json", mimeType: "application/json", buffer: Buffer.from(content) });
  await page.locator("form[enctype] .btn").click();
  await page.waitForLoadState();
}

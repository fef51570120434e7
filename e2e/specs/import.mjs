// A record from a clinic as a file: what it proposes is asked one by one, by mouse, by keyboard alone and without script.

import { fileURLToPath } from "node:url";
import { desk, phone } from "../lib/browser.mjs";
import { picture } from "../lib/pictures.mjs";
import { story } from "../lib/spec.mjs";
import { Walker } from "../lib/walker.mjs";

const FILE = fileURLToPath(new URL("../fixtures/clinic-record.json", import.meta.url));

const KIM = {
  answers: { age: 44, sex: "female", pain_duration: "under-6-weeks" },
  pain: [{ place: "low-back-left", intensity: 6 }],
};

/** Chooses a file and sends it. */
async function upload(page, file) {
  await page.locator("#file").setInputFiles(file);
  await page.locator('form[enctype] .btn').click();
}

const buffer = (text) => ({ name: "record.json", mimeType: "application/json", buffer: Buffer.from(text) });

story("import", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const walker = new Walker(house.address);
  await walker.begin({ name: "Kim", country: "DE" });
  await walker.finish(KIM);
  const view = await window({ viewport: phone });
  const { page } = view;
  await view.takeOver(walker, "/record");
  await page.locator('a[href="/record/import"]').click();
  await page.waitForURL("**/record/import");
  check("the page that asks for a file has no faults", (await view.faults()).length === 0, (await view.faults()).join("\n"));
  await page.setViewportSize(phone);
  await picture(page, "import-ask", { whole: [] });

  // What cannot be read is refused beside the field, and nothing is lost.
  for (const [file, sentence] of [["<Bundle/>", "XML"], ['{"resourceType":"Bundle","entry":[', "ends too early"], ['{"a":1}', "no FHIR record"]]) {
    await upload(page, buffer(file));
    const said = await page.locator("main").innerText();
    check(`a bad file is refused: ${sentence}`, said.includes(sentence) && (await page.locator("#file").count()) === 1, said);
  }
  const bad = await view.faults();
  check("the refusal has no faults", bad.length === 0, bad.join("\n"));
  await page.setViewportSize(phone);

  await upload(page, FILE);
  await page.locator("fieldset.q").first().waitFor();
  const said = await page.locator("main").innerText();
  for (const part of ["Kim Example", "Phlebitis of femoral vein", "March 2021", "Apixaban", "Latex", "Lumbar laminectomy"]) {
    check(`the file's own words are shown: ${part}`, said.includes(part), said);
  }
  check("nothing is chosen beforehand", (await page.locator("input:checked").count()) === 0);
  check("the narrative is not shown", !(await page.content()).includes("evil.example"));
  check("markup of a name is text", (await page.locator("main b", { hasText: "mild" }).count()) === 0);
  const faults = await view.faults();
  check("the proposals have no faults", faults.length === 0, faults.join("\n"));
  await picture(page, "import-found", { whole: [desk] });

  // By keyboard alone: yes to the first, no to the second, the rest left out.
  await page.setViewportSize(phone);
  const names = await page.locator("fieldset.q").evaluateAll((all) => all.map((one) => one.id.slice(2)));
  check("six things are asked", names.length >= 5, names.join());
  await page.locator(`input[name="s-migraine"][value="yes"]`).focus();
  await page.keyboard.press("Space");
  await page.locator(`input[name="s-allergy_latex"]`).first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  check("arrows move within one question", await page.locator('input[name="s-allergy_latex"][value="no"]').isChecked());
  await page.locator('form[action="/record/import"] .btn').focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/record/import?kept=1");
  check("one answer is in the record", (await page.locator('[role="status"]').innerText()).includes("1 answer is in your record now"));
  const done = await view.faults();
  check("the page afterwards has no faults", done.length === 0, done.join("\n"));
  await picture(page, "import-kept", { whole: [] });
  await page.goto(`${house.address}/check`);
  const answers = await page.locator("main").innerText();
  check("the confirmed answer counts, and no other", /migraine\s*\n?\s*Yes/i.test(answers) && !/latex\s*\n?\s*Yes/i.test(answers), answers);

  // What is grave comes before the page that says what was kept.
  await page.goto(`${house.address}/record/import`);
  await upload(page, FILE);
  check("what is known is not asked again", (await page.locator('input[name="s-migraine"]').count()) === 0);
  await page.locator('input[name="s-clot_known"][value="yes"]').check();
  await page.locator('form[action="/record/import"] .btn').click();
  await page.waitForLoadState();
  await page.goto(`${house.address}/result`);
  check("a clot that is confirmed counts", !/go ahead/i.test(await page.locator("h1").innerText()), await page.locator("h1").innerText());
  check("nothing was asked of anybody else", view.elsewhere.length === 0, view.elsewhere.join());
  check("no script complains", view.complaints.length === 0, view.complaints.join());
  await view.close();

  // Without script.
  const plain = await window({ script: false });
  await plain.takeOver(walker, "/record/import");
  await upload(plain.page, FILE);
  await plain.page.locator('input[name="s-blood_thinner"][value="unknown"]').check();
  await plain.page.locator('form[action="/record/import"] .btn').click();
  await plain.page.waitForLoadState();
  await plain.page.goto(`${house.address}/record`);
  check("it works without script", (await plain.page.locator("main").innerText()).includes("A record from a clinic"));
});

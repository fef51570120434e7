// A practice on this computer: a room, a service of an hour, and a therapist who works on Tuesdays.

const DAY_MS = 86_400_000;
export const ZONE = "America/New_York";
export const TUESDAY = 2;

export const iso = (at) => new Date(at).toISOString().slice(0, 10);

/** Fills the fields of a form and sends it. */
export async function send(page, form, fields, button = `${form} .btns button`) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`${form} [name="${name}"]`).first();
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator(button).last().click();
  await page.waitForLoadState("domcontentloaded");
}

/** A practice with a room, a service and a therapist whose licence ends on a day. */
export async function make(page, address, name, licence) {
  await page.goto(`${address}/practice`);
  await send(page, 'form[action="/practice"]', { name, zone: ZONE, place: "us-ny" });
  const path = new URL(page.url()).pathname;
  for (const [act, fields] of [
    ["room", { room: "Blue" }],
    ["service", { service: "Massage", length: "60", after: "10", every: "30" }],
    ["rules", { notice: "60", horizon: "365" }],
  ]) {
    const form = page.locator("form", { has: page.locator(`input[name="act"][value="${act}"]`) });
    const fold = page.locator("details:not([open])", { has: form }).locator("summary");
    if (await fold.count()) await fold.click();
    for (const [field, value] of Object.entries(fields)) await form.locator(`[name="${field}"]`).fill(value);
    await form.locator("button").click();
    await page.waitForLoadState("domcontentloaded");
  }
  await hire(page, address, path, "Cleo", licence);
  return path;
}

/** A therapist who works on Tuesdays, gives every technique, and has a licence until a day. */
export async function hire(page, address, path, name, licence) {
  await page.goto(`${address}${path}/therapist`);
  for (const box of await page.locator('input[name="technique"]').all()) await box.check();
  const today = iso(Date.now() - DAY_MS);
  await send(page, `form[action="${path}/therapist"]`, {
    name,
    "h-2": "9-17",
    "p0-kind": "licence",
    "p0-class": "Licensed Massage Therapist",
    "p0-issuer": "the board",
    "p0-until": licence,
    "p0-checked-on": today,
    "p0-checked-at": "the board's page",
    "p0-checked-by": "Dana",
  });
}

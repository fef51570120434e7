// Somebody in front of the player.

/** The button that puts the lesson off, which stands before a partner's first session. */
export const LATER = 'button[name="later"]';

/** Answers the questions before a session, chooses the giver, and begins. */
export async function begin(page, giver = "partner", score = 5, from = "/tonight") {
  await page.goto(from);
  await page.locator(`input[name="giver"][value="${giver}"]`).check();
  for (const name of await page.$$eval('fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
    await page.locator(`input[name="${name}"][value="${score}"]`).check({ force: true });
  }
  const form = from.split("?")[0];
  await Promise.all([page.waitForNavigation({ waitUntil: "domcontentloaded" }), page.locator(`form[action="${form}"] .btns button:not([name])`).click()]);
  const later = page.locator(LATER);
  if (await later.count()) await Promise.all([page.waitForURL("**/player"), later.click()]);
}

/** Answers a check with a number. */
export async function answerCheck(page, number) {
  await page.locator(`[data-panel="check"] [name="discomfort"][value="${number}"]`).check({ force: true });
  await page.locator("[data-fine]").click();
}

/** Answers what is asked after a session. */
export async function answerAfter(page, score) {
  for (const name of await page.$$eval('#after fieldset[id^="s-"]', (all) => all.map((one) => one.id))) {
    const value = page.locator(`#after input[name="${name}"][value="${score}"]`);
    await ((await value.count()) ? value : page.locator(`#after input[name="${name}"][value="no"]`)).check({ force: true });
  }
  await page.locator("#after .btns button").click();
}

/** Lets the session run, and answers each check with `number`; stops after `seconds` of the session, or at its end. */
export async function run(page, seconds, number = 2) {
  let checks = 0;
  const STEP = 15;
  for (let gone = 0; gone < seconds; gone += STEP) {
    if (await page.locator("#after").isVisible()) break;
    if (await page.locator('[data-panel="check"]').isVisible()) {
      await answerCheck(page, number);
      checks += 1;
    }
    await page.clock.runFor(Math.min(STEP, seconds - gone) * 1000);
  }
  return checks;
}

/** Seconds that the session says are still to come. */
export async function left(page) {
  const text = (await page.locator("[data-total]").innerText()).match(/(\d+):(\d\d)/);
  return Number(text[1]) * 60 + Number(text[2]);
}

/** The second, by the clock on the wall, at which the session will end as things are: however long a reload takes, it stays. */
export const ends = (page) =>
  page.evaluate(() => {
    const [, minutes, seconds] = document.querySelector("[data-total]").textContent.match(/(\d+):(\d\d)/);
    return Math.round(Date.now() / 1000) + Number(minutes) * 60 + Number(seconds);
  });

/** The session's data as the page holds it. */
export const dataOf = async (page) => JSON.parse(await page.locator("#session-data").textContent());

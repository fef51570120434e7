// Passkeys with the browser's own virtual authenticator: added after the password, used in its place and after it, removed; and what is
// said where there is no script, where nobody is recognised, and where one counts backwards.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { PASSWORD, practice, signIn, signUp } from "../lib/account.mjs";
import { desk, phone } from "../lib/browser.mjs";
import { story } from "../lib/spec.mjs";

const PICTURES = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

async function picture(page, name) {
  if (process.env.SUPPLE_SCREENSHOTS !== "1") return;
  mkdirSync(PICTURES, { recursive: true });
  for (const viewport of [phone, desk]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => {
      document.activeElement?.blur();
      scrollTo(0, 0);
    });
    await page.screenshot({ path: `${PICTURES}passkeys-${name}-${viewport.width}.png` });
  }
  await page.setViewportSize(phone);
}

/**
 * Gives the browser a thing that holds passkeys and recognises its owner. What a page is given ends with the page, so the thing is handed to
 * the next one with what it holds.
 */
async function authenticator(view) {
  const devtools = await view.context.newCDPSession(view.page);
  let [held, recognised, authenticatorId] = [[], true, undefined];
  const keep = ({ credential }) => {
    held = [...held.filter((known) => known.credentialId !== credential.credentialId), credential];
  };
  devtools.on("WebAuthn.credentialAdded", keep);
  devtools.on("WebAuthn.credentialAsserted", keep);
  return {
    /** Hands it to the page that is open now. */
    async here() {
      await devtools.send("WebAuthn.disable").catch(() => {});
      await devtools.send("WebAuthn.enable");
      const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: recognised, automaticPresenceSimulation: true };
      ({ authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options }));
      const before = held;
      for (const credential of before) await devtools.send("WebAuthn.addCredential", { authenticatorId, credential });
      held = before;
    },
    recognises: (truth) => {
      recognised = truth;
    },
    keys: () => held,
    put: (credential) => {
      held = [credential];
    },
  };
}

story("passkeys", async ({ check, window }) => {
  const house = await practice();
  const view = await window({ viewport: phone });
  const { page } = view;
  const faultless = async (name) => {
    const faults = await view.faults();
    check(`${name} has no faults`, faults.length === 0, faults.join("\n"));
    await page.setViewportSize(phone);
  };
  const said = () => page.locator("main").innerText();
  const leave = async () => {
    await page.goto(`${house.address}/account`);
    await page.locator('form[action="/leave"] button').click();
    await page.waitForLoadState();
  };

  await signUp(page, house, "ada");
  const thing = await authenticator(view);
  await page.goto(`${house.address}/account`);
  await page.locator('a[href="/account/passkeys"]').click();
  await page.waitForURL("**/account/passkeys");
  await faultless("the page without one");

  // With the keyboard alone: a name, the password, and the browser does the rest.
  const begin = async (name) => {
    await page.locator('[name="name"]').fill(name);
    await page.locator('form:has(button[value="begin"]) [name="password"]').fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator("form[data-passkey]").waitFor();
  };
  await begin("My phone");
  check("what to do without is hidden where it works", !(await page.locator("[data-no-passkey]").isVisible()));
  await faultless("the page that makes one");
  await thing.here();
  await page.locator("form[data-passkey] button").focus();
  await page.keyboard.press("Enter");
  await page.locator("h1", { hasText: "Your recovery codes" }).waitFor();
  check("the browser holds one", thing.keys().length === 1);
  await page.goto(`${house.address}/account/passkeys`);
  check("it stands on the list", (await said()).includes("My phone") && (await said()).includes("Not used yet"), await said());
  await faultless("the list");
  await picture(page, "list");

  // Signing in with it alone.
  await leave();
  await page.goto(`${house.address}/sign-in`);
  await faultless("the page to sign in");
  await picture(page, "sign-in");
  await thing.here();
  await page.locator("form[data-passkey] button").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${house.address}/`);
  check("it signs in alone", (await page.locator('a[href="/account"]').count()) === 1);
  await page.goto(`${house.address}/practice`);
  check("it counts as both factors", (await page.locator('form[action="/practice"] [name="zone"]').count()) === 1, await said());

  // After the password.
  await leave();
  await signIn(page, house, "ada");
  check("the password alone is not enough any more", new URL(page.url()).pathname === "/sign-in/code", page.url());
  await faultless("the page for the second factor");
  await thing.here();
  await page.locator("form[data-passkey] button").click();
  await page.waitForURL(`${house.address}/`);

  // Nobody is recognised: the browser gives nothing, the page says so, and what to do.
  await leave();
  thing.recognises(false);
  await page.goto(`${house.address}/sign-in`);
  await thing.here();
  await page.locator("form[data-passkey] button").click();
  await page.locator("form[data-passkey] [role=alert]").waitFor();
  check("where nobody is recognised it is said", (await said()).includes("The browser gave no passkey"));
  await faultless("the page that says so");
  thing.recognises(true);

  // A copy counts for itself: it is noticed, told, and opens nothing any more.
  thing.put({ ...thing.keys()[0], signCount: 0 });
  await page.goto(`${house.address}/sign-in`);
  await thing.here();
  await page.locator("form[data-passkey] button").click();
  await page.locator(".problems").waitFor();
  check("a copy is noticed", (await said()).includes("may be a copy of it"), await said());
  await signIn(page, house, "ada");
  await view.close();

  // Without script the pages say what to do instead.
  const plain = await window({ script: false });
  await plain.page.goto(`${house.address}/sign-in`);
  const words = await plain.page.locator("main").innerText();
  check("without script it is said how", words.includes("With a passkey you can sign in where") && !(await plain.page.locator("form[data-passkey]").isVisible()), words);
  check("no script complains", view.complaints.length === 0, view.complaints.join());
  await house.close();
});

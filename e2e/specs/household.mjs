// Two people, a PIN, somebody who answers for another; leaving and coming on; two tabs; changing an answer.

import { HEALTHY, Pointer, questions } from "../lib/person.mjs";
import { story } from "../lib/spec.mjs";
import { Walker, form, headline, words } from "../lib/walker.mjs";

story("household", async ({ check, household, window }) => {
  const house = await household({ country: "DE" });
  const known = await questions(house.address);

  // Half-way, the window is closed; the same person goes on in another.
  const first = await window();
  await first.page.goto(house.address);
  await first.page.locator('input[name="name"]').fill("Kim");
  await first.page.locator('button[value="d1"]').click();
  await first.page.waitForURL("**/map");
  const person = new Pointer(first, known);
  for (let pages = 0; pages < 5; pages += 1) await person.step(HEALTHY);
  const left = first.path();
  check("the interview has begun", left.startsWith("/ask/"), left);

  // Back in the browser: the page is there, with what was answered, and can be sent again.
  await first.page.goBack();
  check("back goes back a page", first.path() !== left && first.path().startsWith("/ask/"), first.path());
  await first.page.goBack();
  await first.page.goForward();
  await first.page.goForward();
  check("forward goes forward", first.path() === left, first.path());
  await first.page.goto(`${house.address}/ask/you?all`);
  check("an answered page shows its answers", (await first.page.locator('input[name="a-age"]').inputValue()) === "30");
  await first.close();

  const second = await window();
  await second.page.goto(house.address);
  check("another window knows the names and nothing else", (await second.page.locator(".who-name").allInnerTexts()).join() === "Kim" && !(await second.page.content()).includes("between-blades"));
  await second.page.goto(`${house.address}/result`);
  check("another window sees no answers", second.path() === "/", second.path());
  await second.page.locator('input[name="who"]').first().check();
  await second.page.locator('button[value="d1"]').click();
  await second.page.waitForURL(`**${left}`);
  check("the same person goes on where they left off", second.path() === left, second.path());
  const goOn = new Pointer(second, known);
  await goOn.interview(HEALTHY);
  check("and comes to the end", second.path() === "/check", second.path());

  // A program that ends in the middle loses nothing that a page has saved.
  await house.comeBack(0);
  await second.page.goto(`${house.address}/check`);
  check("after a new start of the program the person is asked for", second.path() === "/", second.path());
  await second.page.locator('input[name="who"]').first().check();
  await second.page.locator('button[value="d1"]').click();
  await second.page.waitForURL("**/check");
  check("nothing is lost", (await second.page.locator("main").innerText()).includes("30"));

  // Change an answer, and see what it did.
  await second.page.locator('a[href="/ask/medicines?all"]').click();
  await second.page.waitForURL("**/ask/medicines?all");
  await second.page.locator('input[name="a-blood_thinner"][value="yes"]').check();
  await second.page.locator("main form .btns button").first().click();
  await second.page.waitForURL((url) => url.pathname !== "/ask/medicines");
  await goOn.interview(HEALTHY);
  const changed = await second.page.locator("main").innerText();
  check("a change says what it changed", second.path() === "/check?changed" && changed.includes("What your change did") && changed.includes("Before: Nothing stops a massage") && changed.includes("Now: Within limits"), second.path());
  await second.page.locator('a[href="/ask/medicines?all"]').click();
  await second.page.locator('input[name="a-blood_thinner"][value="no"]').check();
  await second.page.locator("main form .btns button").first().click();
  await second.page.waitForURL("**/check?changed");
  check("and says so when it is taken back", (await second.page.locator("main").innerText()).includes("Now: Nothing stops a massage"));

  // Two tabs answer the same page at once.
  const other = await second.context.newPage();
  for (const tab of [second.page, other]) await tab.goto(`${house.address}/ask/today?all`);
  await second.page.locator('input[name="a-ill_today"][value="yes"]').check();
  await second.page.locator("main form .btns button").first().click();
  await second.page.waitForURL((url) => url.pathname !== "/ask/today");
  await other.locator('input[name="a-vomiting_diarrhoea"][value="unknown"]').check();
  await other.locator("main form .btns button").first().click();
  await other.waitForLoadState("domcontentloaded");
  const clash = await other.locator("main").innerText();
  check("the second tab hears of the first", /also answered somewhere else/.test(clash) && /Saved in the meantime: yes/i.test(clash), clash.slice(0, 200));
  check("what was typed in it is still there", (await other.locator('input[name="a-vomiting_diarrhoea"][value="unknown"]').isChecked()) && (await other.locator('input[name="a-ill_today"][value="no"]').isChecked()));
  await other.locator("main form .btns button").first().click();
  await other.waitForURL((url) => url.pathname !== "/ask/today");
  check("sent once more, it counts", !new URL(other.url()).pathname.startsWith("/ask/today"));
  await second.close();

  // A form that lay open while the program was started anew.
  const stale = new Walker(house.address);
  await stale.enter("Kim");
  await stale.get("/ask/you?all");
  const old = form(stale.page.html, "/ask/you");
  await house.comeBack(0);
  const kept = await stale.post("/ask/you", [...old.hidden, ["a-age", "31"], ["a-sex", "female"]]);
  check("a stale form asks for the person and keeps what was typed", kept.status === 422 && kept.html.includes("a-age=31"), `${kept.status}`);
  const reopened = await stale.post("/start", stale.entry("Kim"));
  check("it can be sent again", reopened.html.includes('name="a-age" value="31"'), stale.path);
  const send = form(reopened.html, "/ask/you");
  await stale.post("/ask/you", send.hidden);
  await stale.get("/check");
  check("and then it counts", words(stale.page.html).includes("31"));

  // Somebody else in the house, with a PIN.
  const sam = new Walker(house.address);
  await sam.begin({ name: "Sam", pin: "4711" });
  check("a second person begins with an empty record", sam.path === "/map", sam.path);
  await sam.finish({ answers: { age: 61, sex: "male", blood_thinner: "yes" }, pain: [] });
  await sam.get("/check");
  check("each has their own answers", words(sam.page.html).includes("61") && !words(sam.page.html).includes("31"));
  const stranger = new Walker(house.address);
  await stranger.get("/");
  check("the first page says whose record has a PIN", /Sam<\/bdi><span class="tag">opens with a PIN/.test(stranger.page.html));
  const entry = (pin) => stranger.post("/start", stranger.entry("Sam", { pin }));
  check("without the PIN it stays closed", (await entry()).status === 422 && words(stranger.page.html).includes("Enter the PIN"));
  await stranger.get("/");
  check("a wrong PIN is counted", (await entry("0000")).status === 422 && /more tr(y|ies), then there is a pause/.test(words(stranger.page.html)));
  await stranger.get("/");
  check("the right PIN opens it", (await entry("4711")).status === 200 && stranger.path === "/check", stranger.path);
  const closed = new Walker(house.address);
  for (let tries = 0; tries < 12 && !words(closed.page?.html ?? "<body").includes("Please wait"); tries += 1) {
    await closed.get("/");
    await closed.post("/start", closed.entry("Sam", { pin: "0000" }));
  }
  check("after some wrong ones there is a pause", words(closed.page.html).includes("Please wait"));
  check("the other record opens without it", (await closed.enter("Kim")).status === 200 && closed.path === "/check", closed.path);

  // Answered by a daughter: marked, and a "no" to what only the person can feel does not count as one.
  const proxy = new Walker(house.address);
  await proxy.begin({ name: "Mum", proxy: "Robin" });
  check("every page of the interview says that somebody else answers", words(proxy.page.html).includes("answered by somebody else"));
  await proxy.finish({ ...HEALTHY, answers: { age: 60, sex: "female" } });
  check("on the way to the end it is marked", words(proxy.page.html).includes("answered by somebody else"));
  await proxy.get("/result");
  check("a proxy's no is no clearance", !headline(proxy.page.html).startsWith("Nothing in your answers"), () => words(proxy.page.html).slice(0, 300));
  await proxy.get("/record");
  check("the record marks it", words(proxy.page.html).toLowerCase().includes("somebody else"));
  // What the person confirms opens the rest of the interview; what is answered then is confirmed as well.
  await proxy.get("/check");
  for (let times = 0; times < 5 && proxy.page.html.includes('action="/confirm"'); times += 1) {
    await proxy.post("/confirm", form(proxy.page.html, "/confirm").hidden);
    await proxy.finish({ ...HEALTHY, answers: { age: 60, sex: "female" } });
    await proxy.get("/check");
  }
  await proxy.get("/result");
  check("once the person confirms, it counts", headline(proxy.page.html).startsWith("Nothing in your answers"), () => words(proxy.page.html).slice(0, 300));
});

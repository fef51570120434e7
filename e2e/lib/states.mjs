// Looks at a page in one of its states: for faults, for its weight, for what it asks of others.

/** Most bytes of a page with everything that it loads. */
const MOST_BYTES = 60_000;
/** The same for the player with a whole session in it. */
const MOST_BYTES_OF_A_SESSION = 150_000;

/** Gives `look(name)`, which judges what the window shows. */
export function looker(check, view) {
  const weights = new Map();
  return {
    weights,
    async look(name) {
      const { page } = view;
      const bytes = await view.weight();
      weights.set(name, bytes);
      const faults = await view.faults();
      check(`${name}: no fault for eye, ear or finger`, faults.length === 0, faults.join("; "));
      const player = (await page.locator("[data-player]").count()) > 0;
      const most = player ? MOST_BYTES_OF_A_SESSION : MOST_BYTES;
      check(`${name}: under ${most / 1000} kB`, bytes > 1000 && bytes < most, `${bytes} bytes`);
      check(`${name}: one heading`, (await page.locator("h1").count()) === 1);
    },
    /** Says what the pages weigh, and checks that all of them asked nothing of others. */
    end() {
      const heaviest = [...weights].sort(([, a], [, b]) => b - a).slice(0, 5);
      console.log(`heaviest pages: ${heaviest.map(([name, bytes]) => `${name} ${bytes}`).join(", ")} bytes`);
      check("nothing was asked of another host", view.elsewhere.length === 0, view.elsewhere.join(" "));
      check("no script error, no policy violation", view.complaints.length === 0, view.complaints.join(" | "));
    },
  };
}

/** Answers every question of a page at once, also those that an interview would not ask any more. */
export async function answerAll(walker, page, known, value) {
  const csrf = (await walker.send("/emergency")).html.match(/name="csrf" value="([^"]+)"/)[1];
  const fields = [["csrf", csrf]];
  for (const question of known.values()) {
    if (question.page !== page || question.purpose !== "safety") continue;
    fields.push(["q", question.id]);
    const options = question.allowed.options?.map(({ id }) => id);
    if (question.kind === "yes-no") fields.push([`a-${question.id}`, value]);
    else if (value === "unknown") fields.push([["number", "places"].includes(question.kind) ? `u-${question.id}` : `a-${question.id}`, "unknown"]);
    else if (question.kind === "choice") fields.push([`a-${question.id}`, options.at(-1)]);
    else if (question.kind === "number") fields.push([`a-${question.id}`, String(question.id === "age" ? 45 : question.allowed.min)]);
    else if (question.kind === "places") fields.push([`a-${question.id}`, "shoulder-blade-left"]);
  }
  return walker.send(`/ask/${page}`, { body: fields });
}

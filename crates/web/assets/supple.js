// Makes pages nicer. Everything works without it. It keeps nothing in the browser and sends nothing anywhere but to
// the worker of the player, which does.
(() => {
  "use strict";
  const all = (at, what) => [...at.querySelectorAll(what)];
  const one = (what) => document.querySelector(what);

  one("[data-focus]")?.focus();
  for (const button of all(document, "[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // What the player noted on this device and the record did not take.
  const worker = navigator.serviceWorker;
  worker?.addEventListener("message", ({ data }) => {
    const [note, drop] = ["div", "button"].map((tag) => document.createElement(tag));
    note.className = "note";
    note.setAttribute("role", "alert");
    note.append(data.said, document.createElement("br"), drop);
    drop.className = "btn quiet";
    drop.textContent = data.drop;
    drop.onclick = () => {
      worker.controller?.postMessage("drop");
      note.remove();
    };
    one("main").prepend(note);
  });
  worker?.controller?.postMessage("untaken");

  // What stands open where there is room for it.
  const roomy = matchMedia("(min-width:60rem)");
  const unfold = (at) => {
    if (roomy.matches) for (const fold of all(at, "details.wide")) fold.open = true;
  };
  unfold(document);
  // A link to a part that is folded opens it.
  const reveal = () => {
    const aim = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let fold = aim && (aim.closest("details") || aim.querySelector("details:not([data-shut])")); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    if (aim) aim.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // A changed wish redraws the plan; the form itself stays as it is.
  const wishes = one("form[data-redraw]");
  let asked = 0;
  wishes?.addEventListener("change", async () => {
    const number = ++asked;
    const address = "/plan?" + new URLSearchParams(new FormData(wishes));
    const page = await fetch(address, { headers: { accept: "text/html" } }).then((answer) => answer.text()).catch(() => "");
    const fresh = page && new DOMParser().parseFromString(page, "text/html").querySelector("[data-plan]");
    if (!fresh || number !== asked) return;
    one("[data-plan]").replaceWith(document.adoptNode(fresh));
    unfold(fresh);
    history.replaceState(null, "", address);
    one("[data-redrawn]").textContent = fresh.querySelector("[data-said]")?.textContent ?? "";
  });

  // "No to all of these" says what it does once something is chosen.
  const rest = one("button[data-rest]");
  if (rest) {
    const first = rest.textContent;
    const name = () => {
      rest.textContent = one(".q input[type=radio]:checked") ? rest.dataset.rest : first;
    };
    document.addEventListener("change", name);
    name();
  }

  // A number or places and "I don't know" exclude each other.
  for (const unknown of all(document, '.q input[name^="u-"]')) {
    const field = unknown.closest(".q");
    const others = all(field, '[name^="a-"]');
    unknown.addEventListener("change", () => {
      if (!unknown.checked) return;
      for (const other of others) other.type === "checkbox" ? (other.checked = false) : (other.value = "");
    });
    for (const other of others) other.addEventListener("input", () => { unknown.checked = false; });
  }

  // The body map: its places become checkboxes that go with those of the list.
  const map = one("[data-map]");
  if (map) {
    const figures = one("[data-figs]");
    const boxes = new Map(all(map, 'input[name="at"]').map((box) => [box.value, box]));
    const places = all(figures, "a[data-p]");
    // The place's own number, and where the arrow keys go from it.
    const ways = (place) => place.dataset.p.split(",");
    const by = new Map(places.map((place) => [ways(place)[0], place]));
    const boxOf = (place) => boxes.get(place.getAttribute("href").slice(4));
    const count = one("[data-marked]");
    const show = (place) => {
      const on = boxOf(place).checked;
      const marked = [...boxes.values()].filter((box) => box.checked).length;
      // Not every page with a map says how many places are marked.
      if (count) {
        const { none, one: single, many } = count.dataset;
        count.textContent = [none, single][marked] || many.replace("99", marked);
      }
      place.setAttribute("aria-checked", on);
      place.classList.toggle("on", on);
    };
    const reach = (place) => {
      for (const other of places) other.setAttribute("tabindex", other === place ? 0 : -1);
    };
    for (const svg of all(figures, "svg")) {
      svg.removeAttribute("aria-hidden");
      svg.setAttribute("role", "group");
      svg.setAttribute("aria-label", figures.dataset.label + " " + figures.dataset.keys);
      all(svg, ":scope > text, .o, .g").forEach((part) => part.setAttribute("aria-hidden", "true"));
    }
    for (const place of places) {
      const box = boxOf(place);
      place.setAttribute("role", "checkbox");
      place.setAttribute("aria-label", box.getAttribute("aria-label"));
      show(place);
      const turn = (event) => {
        event.preventDefault();
        box.checked = !box.checked;
        show(place);
        reach(place);
        if (box.checked) box.closest("details")?.setAttribute("open", "");
      };
      place.addEventListener("click", turn);
      place.addEventListener("keydown", (event) => {
        if (event.key === " " || event.key === "Enter") return turn(event);
        const way = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].indexOf(event.key);
        if (way < 0) return;
        event.preventDefault();
        const next = by.get(ways(place)[1 + way]);
        if (next) {
          reach(next);
          next.focus();
        }
      });
      box.addEventListener("change", () => show(place));
    }
    // One place of each view can be reached with Tab; the arrows go on from there.
    for (const svg of all(figures, "svg")) {
      const first = all(svg, "a.on")[0] || all(svg, "a[data-p]")[0];
      first?.setAttribute("tabindex", 0);
    }
  }
})();

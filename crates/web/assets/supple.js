// Makes pages nicer. Everything works without it. It keeps nothing in the browser but the timer's own state in the
// history entry, and sends nothing anywhere.
(() => {
  "use strict";
  const all = (at, what) => [...at.querySelectorAll(what)];
  const one = (what) => document.querySelector(what);

  one("[data-focus]")?.focus();
  for (const button of all(document, "[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

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
    const by = new Map(places.map((place) => [place.dataset.p, place]));
    const boxOf = (place) => boxes.get(place.getAttribute("href").slice(4));
    const count = one("[data-marked]");
    const show = (place) => {
      const on = boxOf(place).checked;
      const marked = [...boxes.values()].filter((box) => box.checked).length;
      const { none, one: single, many } = count.dataset;
      count.textContent = [none, single][marked] || many.replace("99", marked);
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
        const next = by.get(place.dataset.go.split(",")[way]);
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

  // The player: time comes from the clock, so a locked screen or a reload loses nothing.
  const player = one("[data-player]");
  if (player) {
    const part = (name) => player.querySelector("[data-" + name + "]");
    const steps = all(document, ".steps > li");
    const lengths = steps.map((step) => Number(step.dataset.seconds) * 1000);
    // `from` is when the present step would have begun if it had never been paused.
    let state = history.state?.player || { step: 0, from: 0, gone: 0, running: false };
    let lock = null;
    let shown = -1;
    player.hidden = false;
    const keep = () => history.replaceState({ ...history.state, player: state }, "");
    const gone = () => (state.running ? Date.now() - state.from : state.gone);
    const awake = async () => {
      const line = part("awake");
      try {
        lock = await navigator.wakeLock.request("screen");
        line.textContent = line.dataset.yes;
      } catch {
        line.textContent = line.dataset.no;
      }
    };
    const sleep = () => { lock?.release(); lock = null; };
    const to = (step, running) => {
      state = { step: Math.max(0, Math.min(step, steps.length)), from: Date.now(), gone: 0, running };
      keep();
      draw();
    };
    const enter = () => {
      const step = steps[state.step];
      const done = !step;
      part("done").hidden = !done;
      part("text").replaceChildren(...(step ? [...step.children].slice(1).map((child) => child.cloneNode(true)) : []));
      part("title").textContent = step ? step.querySelector("h3").textContent : "";
      part("count").textContent = step ? step.dataset.n : "";
      part("say").textContent = step ? step.querySelector("h3").textContent + ". " + step.dataset.cue : part("done").textContent;
      const here = step ? step.dataset.places.split(" ") : [];
      let front = false;
      for (const path of all(player, "[data-p]")) {
        const on = here.includes(path.dataset.p);
        path.classList.toggle("now", on);
        if (on && path.closest("figure").nextElementSibling === null) front = true;
      }
      const figures = all(player, "figure");
      figures[1].hidden = !front;
      one("[data-step]").value = state.step + 1;
      if (navigator.vibrate && state.running) navigator.vibrate(150);
      if (done) { sleep(); one("#after").scrollIntoView(); }
    };
    function draw() {
      while (state.running && state.step < steps.length && gone() >= lengths[state.step]) {
        state = { ...state, step: state.step + 1, from: state.from + lengths[state.step] };
        keep();
      }
      if (state.step >= steps.length) state.running = false;
      if (shown !== state.step) { shown = state.step; enter(); }
      const left = Math.max(0, Math.ceil(((lengths[state.step] || 0) - gone()) / 1000));
      part("clock").textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
      const button = part("pause");
      if (state.running) button.textContent = button.dataset.stop;
      else if (state.step || state.gone) button.textContent = button.dataset.go;
      button.hidden = part("clock").hidden = state.step >= steps.length;
    }
    part("pause").addEventListener("click", () => {
      state = state.running
        ? { ...state, gone: gone(), running: false }
        : { ...state, from: Date.now() - state.gone, running: true };
      keep();
      state.running ? awake() : sleep();
      draw();
    });
    part("next").addEventListener("click", () => to(state.step + 1, state.running));
    part("prev").addEventListener("click", () => to(state.step - 1, state.running));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && state.running) awake();
      draw();
    });
    if (state.running) awake();
    setInterval(draw, 250);
    draw();
  }
})();

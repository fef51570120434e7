// Counts down what is left of a time that is held, on the one page that shows one. Without it the page says what was left
// when it was made.
"use strict";
for (const at of document.querySelectorAll("[data-left]")) {
  const end = Date.now() + at.dataset.left * 1000;
  const tick = () => {
    const minutes = Math.max(0, Math.floor((end - Date.now()) / 60_000));
    at.textContent = at.textContent.replace(/\d+/, minutes);
  };
  setInterval(tick, 5000);
}

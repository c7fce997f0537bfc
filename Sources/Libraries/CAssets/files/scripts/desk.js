// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Keys of the dispatch desk: J and K move, A accepts and goes on, other letters open what they lead to. */

// Whoever goes on from matter to matter goes on reading there: a new page would begin again at its top.
const came = new URLSearchParams(location.search);
if (came.has("done") || came.has("at")) (document.getElementById("pane-heading") ?? document.querySelector("h1")).focus();

/** The address names the matter, so that it stays the same when what waits changes. */
function nameMatter() {
  const pane = document.querySelector("[data-pane]:not(.gone)");
  history.replaceState(null, "", pane ? `/desk?at=${pane.dataset.pane}` : "/desk");
}
nameMatter();
document.addEventListener("citywide:refreshed", nameMatter);

function move(step) {
  const lines = [...document.querySelectorAll(".desk-list li:not(.gone) a")];
  const at = lines.findIndex((line) => line.hasAttribute("aria-current"));
  const next = lines[at + step];
  if (next) next.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else {
    const press = document.querySelector(`[data-press="${CSS.escape(key)}"]`);
    const target = document.querySelector(`[data-letter="${CSS.escape(key)}"]`);
    if (press && !event.repeat) press.form.requestSubmit(press);
    else if (target?.matches("summary")) {
      const details = target.closest("details");
      details.open = true;
      details.querySelector("select, textarea, input:not([type=hidden])")?.focus();
    } else if (target) target.focus();
    else return;
  }
  event.preventDefault();
});

// One press sends once.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button) setTimeout(() => { button.disabled = true; });
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The frame of every page: the clock goes on, `/` leads to the search, menus close when one looks elsewhere, what is typed is kept,
 * and fields say what form they want.
 */

import "./keep-typed.js";

// What answers a form stands at the form's address, at which nothing can be asked for: not by this page's scripts, a reload or
// whoever is given the address.
const canonical = document.querySelector("link[rel=canonical]");
if (canonical) history.replaceState(null, "", canonical.href);

// The keyboard goes on where something has to be mended, else where it is said what was wrong.
const refused = document.querySelector("main > .notice.bad");
if (refused) (document.querySelector("details.act[open] :is(textarea, select, input:not([type=hidden]))") ?? refused).focus();

const clock = document.querySelector(".clock");
if (clock) {
  // The city's time, which need not be that of this machine.
  const ahead = Date.parse(clock.dateTime) - Date.now();
  const offset = Number(clock.dataset.offset) * 60_000;
  const show = () => {
    const now = new Date(Date.now() + ahead);
    const local = new Date(now.getTime() + offset).toISOString();
    clock.dateTime = now.toISOString();
    clock.querySelector(".date").textContent = local.slice(0, 10);
    clock.querySelector(".time").textContent = local.slice(11, 16);
  };
  setInterval(show, 5000);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(null);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.getElementById("search");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

document.addEventListener("click", (event) => closeMenus(event.target));

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open], details.help[open]")) {
    if (!target || !menu.contains(target)) menu.open = false;
  }
}

// The form that a day or a time has is said in the language of the page: the browser's own words are in that of the browser.
document.addEventListener("invalid", (event) => {
  const field = event.target;
  if (field.pattern && field.title) field.setCustomValidity(field.validity.patternMismatch ? field.title : "");
}, true);
document.addEventListener("input", (event) => {
  if (event.target.pattern) event.target.setCustomValidity("");
});

const offline = document.querySelector("[data-offline]");
if (offline) {
  const show = () => { offline.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}

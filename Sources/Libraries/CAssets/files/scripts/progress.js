// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps the page of a report in step with the work on it: it is asked for anew while somebody looks, soon after it was opened more
 * often than later. Whoever reports has no account, so that no stream is held open for them: asking costs a server less than
 * thousands of connections that say nothing for days.
 */

import { filled } from "./elements.js";
import { bring, isInUse } from "./parts.js";

/** Milliseconds from one look to the next: at first, after a while, and where the city cannot be reached or has too much to do. */
const [atFirst, later, longest] = [5_000, 15_000, 120_000];
const firstWhile = 3 * 60_000;

const list = document.querySelector('[data-part-list="progress"]');
const lost = document.querySelector(".live-state[data-lost]");
const said = document.querySelector("[data-said]");
const opened = Date.now();
let lastHeard = Date.now();
let failures = 0;
let timer = null;

/** The report's own address: what answers a form stands at that of the form. */
function address() {
  const own = new URL(list.dataset.address, location.href);
  if (list.dataset.code) own.searchParams.set("code", list.dataset.code);
  return own;
}

const state = () => list.querySelector(".now")?.textContent;

function take(fresh) {
  // Another window may have chosen another language: half of each would be read by nobody.
  if (fresh.documentElement.lang !== document.documentElement.lang) return;
  const before = state();
  bring(fresh);
  for (const part of list.querySelectorAll(".gone")) if (!isInUse(part)) part.remove();
  if (state() !== before) said.textContent = state();
}

function show(isLost) {
  lost.hidden = !isLost;
  const minutes = Math.floor((Date.now() - lastHeard) / 60_000);
  lost.textContent = isLost ? filled(lost.dataset.lost, { minutes }) : "";
}

async function look() {
  clearTimeout(timer);
  try {
    const answer = await fetch(address(), { headers: { Accept: "text/html" } });
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    failures = answer.ok ? 0 : failures + 1;
    if (answer.ok) lastHeard = Date.now();
    show(false);
  } catch {
    failures += 1;
    show(true);
  }
  wait();
}

function wait() {
  clearTimeout(timer);
  if (document.hidden) return;
  const pause = Date.now() - opened < firstWhile ? atFirst : later;
  timer = setTimeout(look, Math.min(pause * 2 ** failures, longest));
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else look();
});
addEventListener("offline", () => show(true));
addEventListener("online", look);
wait();

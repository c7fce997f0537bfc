// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps a page in step with what others do: when a matter changes, the page is fetched anew and those parts that bear
 * `data-part` and say something else are put in the place of the old ones, where they glow for two seconds. What somebody is
 * typing in, or points a keyboard at, keeps its place.
 */

import { filled } from "./elements.js";
import { paced } from "./pace.js";

const own = document.querySelector("[data-live-state]");
// The frame may have a place for it already.
const state = document.querySelector("[data-connection]") ?? own;
let lastHeard = Date.now();
let isLost = false;
let isAway = false;

function show(lost) {
  isLost = lost;
  if (!lost) lastHeard = Date.now();
  if (!state) return;
  state.hidden = false;
  state.classList.toggle("lost", lost);
  const minutes = Math.floor((Date.now() - lastHeard) / 60_000);
  state.textContent = lost ? filled(state.dataset.lost, { minutes }) : state.dataset.live;
}
setInterval(() => { if (isLost) show(true); }, 10_000);

/** Whether somebody is at work in it: a field that was changed, an open form, the keyboard's place. */
function isInUse(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) return true;
  return [...part.querySelectorAll("textarea, input:not([type=hidden])")].some(
    (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
}

/** What a part says, without what is new in every answer: the keys of forms, and ages. */
function said(part) {
  const copy = part.cloneNode(true);
  for (const field of copy.querySelectorAll("input[name=key], input[name=csrf]")) field.remove();
  for (const time of copy.querySelectorAll("time")) time.textContent = "";
  for (const clock of copy.querySelectorAll("svg")) clock.remove();
  for (const mark of copy.querySelectorAll(".glow, .current")) mark.classList.remove("glow", "current");
  copy.classList.remove("glow", "current");
  if (!copy.classList.length) copy.removeAttribute("class");
  return copy;
}

function replace(old, fresh) {
  const isSame = said(old).isEqualNode(said(fresh));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const focusable = "a, button, input, summary, [tabindex]";
  const place = focused && [...old.querySelectorAll(focusable)].indexOf(focused);
  const checked = [...old.querySelectorAll("input[type=checkbox]")].map((box) => box.checked);
  const made = document.importNode(fresh, true);
  if (old.classList.contains("current")) made.classList.add("current");
  for (const [index, box] of [...made.querySelectorAll("input[type=checkbox]")].entries()) box.checked = checked[index] ?? box.checked;
  for (const [index, part] of [...made.querySelectorAll("details")].entries()) {
    part.open = old.querySelectorAll("details")[index]?.open ?? part.open;
  }
  old.replaceWith(made);
  if (focused) (made.querySelectorAll(focusable)[place] ?? made).focus({ preventScroll: true });
  if (isSame) return;
  made.classList.add("glow");
  setTimeout(() => made.classList.remove("glow"), 2000);
}

/** Puts what is new behind the nearest part before it that is here too. */
function place(made, part, here) {
  for (let before = part.previousElementSibling; before; before = before.previousElementSibling) {
    const neighbour = before.dataset.part && here.querySelector(`[data-part="${CSS.escape(before.dataset.part)}"]`);
    if (neighbour) return neighbour.after(made);
  }
  if (part.previousElementSibling) here.append(made);
  else here.prepend(made);
}

export async function refresh() {
  if (document.hidden) {
    isAway = true;
    return;
  }
  let fresh;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return;
    fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return show(true);
  }
  lastHeard = Date.now();
  const parts = new Map([...fresh.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  for (const old of document.querySelectorAll("[data-part]")) {
    const part = parts.get(old.dataset.part);
    parts.delete(old.dataset.part);
    if (part && !isInUse(old)) replace(old, part);
    else if (!part) old.classList.add("gone");
  }
  // What is new comes first in its list, or last, as the page has it.
  for (const part of parts.values()) {
    const list = part.parentElement?.closest("[data-part-list]");
    const here = list && document.querySelector(`[data-part-list="${list.dataset.partList}"]`);
    if (!here) continue;
    const made = document.importNode(part, true);
    place(made, part, here);
    made.classList.add("glow");
    setTimeout(() => made.classList.remove("glow"), 2000);
  }
  document.dispatchEvent(new CustomEvent("citywide:refreshed"));
}

const soon = paced(refresh);
// A page of one matter changes with that matter alone.
const matter = own?.dataset.matter;
const hear = ({ data }) => { if (!matter || data.includes(matter)) soon(); };

function listen() {
  const source = new EventSource("/api/v1/live");
  source.addEventListener("open", () => {
    show(false);
    // What happened while nobody listened.
    if (isAway) soon();
    isAway = false;
  });
  source.addEventListener("error", () => {
    isAway = true;
    show(true);
  });
  for (const kind of state?.dataset.kinds.split(",") ?? []) source.addEventListener(kind, hear);
  window.addEventListener("pagehide", () => source.close());
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && isAway) {
    isAway = false;
    soon();
  }
});
if ("EventSource" in window) listen();

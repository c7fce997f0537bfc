// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** The parts of a page, `data-part`, and how those of a newer one take their places. */

/** Whether somebody is at work in it: a field that was changed, an open form, the keyboard's place. */
export function isInUse(part) {
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
  const made = document.importNode(fresh, true);
  // What somebody opened, chose or stands at is no news.
  if (old.classList.contains("current")) made.classList.add("current");
  for (const [index, part] of [...made.querySelectorAll("details")].entries()) {
    part.open = old.querySelectorAll("details")[index]?.open ?? part.open;
  }
  if (old.isEqualNode(made)) return;
  const isSame = said(old).isEqualNode(said(made));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const focusable = "a, button, input, summary, [tabindex]";
  const place = focused && [...old.querySelectorAll(focusable)].indexOf(focused);
  const checked = [...old.querySelectorAll("input[type=checkbox]")].map((box) => box.checked);
  for (const [index, box] of [...made.querySelectorAll("input[type=checkbox]")].entries()) box.checked = checked[index] ?? box.checked;
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

/** Brings in what a newer page says: what is gone is marked so, what is new finds its place in its `data-part-list`. */
export function bring(fresh) {
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
}

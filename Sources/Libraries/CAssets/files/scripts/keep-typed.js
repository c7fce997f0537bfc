// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps what is typed into the forms of a page in this tab, so that a session that ends in the middle, or a page that is left by
 * mistake, loses nothing. Passwords and files are not kept. A form that was taken is forgotten, and so is what somebody else typed.
 */

const prefix = "citywide.typed.";
const longest = 12 * 3600_000;
const owner = document.querySelector("[data-owner-of-typed]")?.dataset.ownerOfTyped ?? "";
// A form that was sent in another session than the present one was not taken.
const session = document.querySelector("input[name=csrf]")?.value ?? "";
const typed = "textarea, input[type=text], input[type=search], input[type=number]";

const isKept = (form) => form?.method === "post" && Boolean(form.querySelector(typed));
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "file", "submit", "password"].includes(field.type));

/** Several forms of a page may be sent to the same address. */
function nameOf(form) {
  const path = new URL(form.action).pathname;
  const same = [...document.forms].filter((other) => isKept(other) && new URL(other.action).pathname === path);
  return `${prefix}${path}#${same.indexOf(form)}`;
}

function read(name) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "null");
    return kept?.owner === owner && Date.now() - kept.at < longest ? kept : null;
  } catch {
    return null;
  }
}

function keep(form, isSent) {
  const values = fieldsOf(form).map((field) => [
    field.name,
    ["checkbox", "radio"].includes(field.type) ? field.checked
      : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value,
  ]);
  try {
    sessionStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), owner, sentIn: isSent ? session : null, values }));
  } catch {
    // A full or forbidden storage must not keep anybody from working.
  }
}

function isTyped(field, value) {
  if (typeof value === "boolean") return value !== field.defaultChecked;
  if (Array.isArray(value)) return value.length > 0;
  return field.matches("select") ? value !== (field.querySelector("option[selected]") ?? field.options[0])?.value
    : value !== field.defaultValue && value !== "";
}

function restore(form) {
  const kept = read(nameOf(form));
  if (!kept) return false;
  let isRestored = false;
  for (const [index, field] of fieldsOf(form).entries()) {
    const [name, value] = kept.values[index] ?? [];
    if (name !== field.name || !isTyped(field, value)) continue;
    if (typeof value === "boolean") field.checked = value;
    else if (Array.isArray(value)) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    isRestored = true;
  }
  if (isRestored) form.closest("details")?.setAttribute("open", "");
  return isRestored;
}

export function forget(form) {
  sessionStorage.removeItem(nameOf(form));
}

/** Whether this page is what a form was answered with, and the form was taken. */
function isTaken() {
  const visit = performance.getEntriesByType("navigation")[0];
  return visit?.type === "navigate" && (visit.redirectCount > 0 || (visit.responseStatus || 400) < 400);
}

try {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const kept = read(name);
    if (!kept || (kept.sentIn === session && isTaken())) sessionStorage.removeItem(name);
  }
} catch {
  // As above.
}

let isRestored = false;
for (const form of document.forms) if (isKept(form)) isRestored = restore(form) || isRestored;
const note = document.querySelector("[data-kept-note]");
if (note && isRestored) note.hidden = false;

for (const kind of ["input", "change", "submit"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form");
    if (isKept(form)) keep(form, kind === "submit");
  });
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps what is typed into the forms of a page with `data-keep` in this tab, so that a session that ends in the middle, or a
 * page that is left by mistake, loses nothing. Files cannot be kept by a page. Once something was done, its form is forgotten.
 */

const prefix = "citywide.typed.";
const longest = 12 * 3600_000;

const nameOf = (form) => prefix + new URL(form.action).pathname;
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "file", "submit"].includes(field.type));

function keep(form) {
  const values = fieldsOf(form).map((field) => [
    field.name,
    field.type === "checkbox" ? field.checked
      : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value,
  ]);
  try {
    sessionStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), values }));
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
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(nameOf(form)) ?? "null");
  } catch {
    return false;
  }
  if (!kept || Date.now() - kept.at > longest) return false;
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

const done = new URLSearchParams(location.search).get("done");
if (done) sessionStorage.removeItem(`${prefix}${location.pathname}/${done}`);

let isRestored = false;
for (const form of document.querySelectorAll("form[data-keep]")) isRestored = restore(form) || isRestored;
const note = document.querySelector("[data-kept-note]");
if (note && isRestored) note.hidden = false;

for (const kind of ["input", "change", "submit"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (form) keep(form);
  });
}

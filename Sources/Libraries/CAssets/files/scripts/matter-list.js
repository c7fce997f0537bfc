// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Makes the list of matters quicker to use: filters apply at once, rows are reached and chosen with the keyboard. */

import { filled } from "./elements.js";

const filters = document.querySelector("form.filters");
const table = document.querySelector("table.matters");
const picked = document.querySelector("[data-picked]");
const all = document.querySelector("[data-select-all]");

/** Addresses name only what narrows. */
function tidy(form) {
  for (const field of form.elements) {
    if (field.name && (!field.value || (field.name === "order" && field.value === "dueAt") || field.value === "open")) {
      field.disabled = true;
    }
  }
}

if (filters) {
  // Where there is room for all of them.
  if (matchMedia("(min-width: 48rem)").matches) filters.querySelector("details").open = true;
  filters.addEventListener("submit", () => tidy(filters));
  filters.addEventListener("change", (event) => {
    if (event.target.matches("select")) filters.requestSubmit();
  });
  // After going back the fields are to be usable again.
  window.addEventListener("pageshow", () => {
    for (const field of filters.elements) field.disabled = false;
  });
}

const boxes = () => [...(table?.querySelectorAll("tbody input[name=matter]") ?? [])];

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  if (picked) picked.textContent = chosen ? filled(picked.dataset.picked, { count: chosen }) : "";
  if (all) {
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  }
}

if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    count();
  });
}
table?.addEventListener("change", count);
document.addEventListener("citywide:refreshed", count);
count();

const rows = () => [...(table?.querySelectorAll("tbody tr") ?? [])];

function move(step) {
  const list = rows();
  if (!list.length) return;
  const at = list.findIndex((row) => row.classList.contains("current"));
  const next = list[Math.min(list.length - 1, Math.max(0, at + step))];
  list[at]?.classList.remove("current");
  next.classList.add("current");
  next.querySelector(".c-title a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const current = table?.querySelector("tr.current");
  switch (event.key) {
    case "j": move(1); break;
    case "k": move(-1); break;
    case "x": {
      const box = current?.querySelector("input[name=matter]");
      if (box) {
        box.checked = !box.checked;
        count();
      }
      break;
    }
    case "/": filters?.querySelector("[data-key='/']")?.focus(); break;
    default: return;
  }
  event.preventDefault();
});

// One menu at a time; Escape and a click beside it close it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.drop[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Each action has a letter: it opens its form, or leads to its button, which Enter then presses. */

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (!/^[a-z]$/.test(event.key)) return;
  const target = document.querySelector(`[data-letter="${event.key}"]`);
  if (!target) return;
  event.preventDefault();
  const details = target.closest("details");
  if (details && target.matches("summary")) {
    details.open = true;
    (details.querySelector("textarea, select, input:not([type=hidden]), button") ?? target).focus();
  } else {
    target.focus();
  }
  target.scrollIntoView({ block: "nearest" });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const details = event.target.closest?.("details.act");
  if (!details?.open) return;
  details.open = false;
  details.querySelector("summary").focus();
});

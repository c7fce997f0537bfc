// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Says in a field which file was chosen: what the browser itself says, in its own language, is covered by the page's
 * words.
 */

function say(field) {
  const name = field.parentElement.querySelector(".file-name");
  if (name) name.textContent = field.files[0]?.name ?? name.dataset.none;
}

function sayAll(within) {
  for (const field of within.querySelectorAll(".file-field > input")) say(field);
}

document.addEventListener("change", (event) => {
  if (event.target.matches(".file-field > input")) say(event.target);
});
document.addEventListener("reset", (event) => setTimeout(() => sayAll(event.target)));
// Whoever comes back finds what they had chosen.
addEventListener("pageshow", () => sayAll(document));

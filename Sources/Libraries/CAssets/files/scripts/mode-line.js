// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** The line below the top bar says whether the city works under emergency rules: to everybody, whatever they look at. */

/** Longer than a server goes on to say what it read before another one changed the mode. */
const settled = 3000;

const lineOf = (page) => page.querySelector(".emergency-line");
const words = (line) => line?.querySelector("span")?.textContent;

/** Takes the line from a page that has just come, where it says something else than the one that is here. */
export function showMode(page) {
  const [fresh, old] = [lineOf(page), lineOf(document)];
  if (words(fresh) === words(old)) return;
  old?.remove();
  if (fresh) document.querySelector("header.bar")?.after(document.importNode(fresh, true));
  document.body.classList.toggle("emergency", Boolean(fresh));
}

/** Asks how the city works. Any page says it, and the start page is a light one that everybody may open. */
export async function askMode() {
  try {
    const answer = await fetch("/", { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Whoever is no longer signed in is told nothing of it, which does not mean that it is over.
    if (page.querySelector("[data-owner-of-typed]")) showMode(page);
  } catch {
    // The stream comes back by itself, and then it is asked again.
  }
}

/** Asks when a stream of events says that it has changed. */
export function followMode(source) {
  for (const kind of ["EmergencyDeclared", "EmergencyEnded"]) {
    source.addEventListener(kind, () => {
      askMode();
      setTimeout(askMode, settled);
    });
  }
}

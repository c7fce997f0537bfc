// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps a page in step with what others do: when a matter changes, the page is fetched anew and those parts that bear
 * `data-part` and say something else are put in the place of the old ones, where they glow for two seconds. What somebody is
 * typing in, or points a keyboard at, keeps its place.
 */

import { filled } from "./elements.js";
import { followMode, showMode } from "./mode-line.js";
import { paced } from "./pace.js";
import { bring } from "./parts.js";

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
  showMode(fresh);
  bring(fresh);
  document.dispatchEvent(new CustomEvent("citywide:refreshed"));
}

const soon = paced(refresh);
// A page of one matter changes with that matter alone.
const matter = own?.dataset.matter;
const hear = ({ data }) => { if (!matter || data.includes(matter)) soon(); };

let source = null;

function listen() {
  source?.close();
  source = new EventSource("/api/v1/live");
  source.addEventListener("open", () => {
    show(false);
    // What happened while nobody listened.
    if (isAway) soon();
    isAway = false;
  });
  source.addEventListener("error", lose);
  for (const kind of state?.dataset.kinds.split(",") ?? []) source.addEventListener(kind, hear);
  followMode(source);
}

function lose() {
  isAway = true;
  show(true);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && isAway) {
    isAway = false;
    soon();
  }
});
if ("EventSource" in window) {
  listen();
  addEventListener("pagehide", () => source.close());
  // A browser that has no network keeps the stream as if it were there: it is not, and is begun anew afterwards.
  addEventListener("offline", lose);
  addEventListener("online", listen);
}

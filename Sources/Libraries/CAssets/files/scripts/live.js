// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * What happens in the city, as it happens: one stream of server-sent events for a page.
 *
 * - `listen(kinds, heard)` calls `heard(kind, data)`; `kinds` is a list, or null for all.
 * - An element with an `id` and `data-live="MatterDispatched,…"` (or `data-live="*"`) is brought up to date from the page's own
 *   address. Its rows carry `data-row`, the name of what they show, and may carry `data-revision`. A changed row glows and keeps
 *   its place; while the pointer or the focus is among the rows, those that come, go or move wait for a click.
 *
 * The state of the connection stands in the top bar.
 */

import { followMode, showMode } from "./mode-line.js";
import { paced } from "./pace.js";

const sign = document.querySelector("[data-connection]");
const listeners = [];
let source = null;
let lastHeard = Date.now();
let isLost = false;

export function listen(kinds, heard) {
  listeners.push({ kinds: kinds && new Set(kinds), heard });
  open();
}

function open() {
  if (source || !sign) return;
  source = new EventSource("/api/v1/live");
  source.onopen = () => show(false);
  source.onerror = () => {
    show(true);
    // A browser gives up on an answer that is no stream, such as one of a server that is starting.
    if (source.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(open, 5000);
    }
  };
  // Named events are given to whoever names them.
  for (const kind of sign.dataset.kinds.split(",")) source.addEventListener(kind, hear);
  followMode(source);
}

// A browser that has no network keeps the stream as if it were there: it is not, and is begun anew afterwards.
addEventListener("offline", () => { if (source) show(true); });
addEventListener("online", () => {
  if (!source) return;
  source.close();
  source = null;
  open();
});

function hear(event) {
  show(false);
  let data = null;
  for (const listener of listeners) {
    if (listener.kinds && !listener.kinds.has(event.type)) continue;
    data ??= JSON.parse(event.data);
    listener.heard(event.type, data);
  }
}

function show(lost) {
  if (!lost || !isLost) lastHeard = Date.now();
  const returned = isLost && !lost;
  isLost = lost;
  paint();
  if (returned) for (const element of document.querySelectorAll("[data-live][id]")) want(element);
}

function paint() {
  sign.hidden = false;
  sign.classList.toggle("lost", isLost);
  const minutes = Math.floor((Date.now() - lastHeard) / 60_000);
  sign.textContent = isLost ? sign.dataset.lost.replace("{minutes}", minutes) : sign.dataset.live;
}
setInterval(() => { if (isLost) paint(); }, 10_000);

// --- Parts of the page that keep themselves up to date -----------------------------------------------------------------

const wanted = new Set();
const soon = paced(bring);

let isAsked = false;

export function want(element) {
  if (element.id) wanted.add(element.id);
  if (document.hidden || isAsked) return;
  // One thing that happened may concern several parts.
  isAsked = true;
  queueMicrotask(() => {
    isAsked = false;
    soon();
  });
}

async function bring() {
  const ids = [...wanted].filter((id) => document.getElementById(id));
  wanted.clear();
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      showMode(page);
      for (const id of ids) update(document.getElementById(id), page.getElementById(id));
      document.dispatchEvent(new CustomEvent("updated", { detail: ids }));
    }
  } catch {
    // The stream says whether the connection is lost, and asks again when it is back.
  }
}

function update(old, fresh) {
  if (!old || !fresh) return;
  const rows = rowsOf(old);
  const freshRows = rowsOf(fresh);
  if (rows.size === 0 || freshRows.size === 0) {
    if (!old.isEqualNode(fresh)) replace(old, fresh);
    return;
  }
  for (const [name, row] of rows) {
    const other = freshRows.get(name);
    if (!other || other.isEqualNode(row)) continue;
    const isChange = differs(row, other);
    replace(row, other);
    for (const attribute of other.attributes) row.setAttribute(attribute.name, attribute.value);
    if (isChange) glow(row);
  }
  const [names, freshNames] = [[...rows.keys()].join(), [...freshRows.keys()].join()];
  if (names === freshNames) return;
  if (isInUse(old)) {
    offer(old, () => rearrange(old, fresh, rows));
  } else {
    rearrange(old, fresh, rows);
  }
}

function rearrange(old, fresh, rows) {
  replace(old, fresh);
  for (const [name, row] of rowsOf(old)) if (!rows.has(name)) glow(row);
}

/** Whoever types there is not disturbed. */
function replace(old, fresh) {
  const active = document.activeElement;
  if (old.contains(active) && active.matches("input, textarea, select")) return;
  old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
}

function rowsOf(element) {
  return new Map([...element.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
}

/** Times are written anew each minute: that alone is no change. */
function differs(row, other) {
  if (row.dataset.revision || other.dataset.revision) return row.dataset.revision !== other.dataset.revision;
  return row.textContent !== other.textContent;
}

function glow(row) {
  row.classList.remove("glow");
  void row.offsetWidth;
  row.classList.add("glow");
  setTimeout(() => row.classList.remove("glow"), 2000);
}

function isInUse(element) {
  return element.matches(":hover") || element.contains(document.activeElement);
}

function offer(element, act) {
  element.querySelector(".changes-waiting")?.remove();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small changes-waiting";
  button.textContent = sign.dataset.waiting;
  button.addEventListener("click", () => { button.remove(); act(); });
  element.prepend(button);
}

for (const element of document.querySelectorAll("[data-live][id]")) {
  const kinds = element.dataset.live;
  listen(kinds === "*" ? null : kinds.split(","), () => want(element));
}
document.addEventListener("visibilitychange", () => {
  const next = !document.hidden && [...wanted].map((id) => document.getElementById(id)).find(Boolean);
  if (next) want(next);
});

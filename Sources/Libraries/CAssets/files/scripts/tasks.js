// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** The tasks of a handler on a bad line: every step is kept first and sent when it can be; its state is shown. */

import { colon, element, filled } from "./elements.js";
import { forget } from "./keep-typed.js";
import { prepared } from "./photo.js";
import { TaskQueue } from "./task-queue.js";

const list = document.querySelector("[data-tasks]");
const words = JSON.parse(list.dataset.words);
const bar = document.querySelector("[data-sync]");
const barText = document.querySelector("[data-sync-text]");
const offline = document.querySelector("[data-tasks-offline]");
document.body.classList.add("scripted");

const queue = new TaskQueue(list.dataset.owner, list.dataset.csrf, show);

async function show() {
  const steps = await queue.steps();
  for (const card of list.querySelectorAll("[data-task]")) {
    const own = steps.filter((step) => step.task === card.dataset.task);
    card.querySelector("[data-queue]").replaceChildren(...own.map(line));
    const isBegun = own.some((step) => step.kind === "start" && step.state !== "refused");
    const isOver = own.some((step) => ["handle", "refuse"].includes(step.kind) && step.state !== "refused");
    if (isBegun) part(card, "work").hidden = false;
    if (isBegun || isOver) part(card, "start").hidden = true;
    if (isOver) {
      part(card, "work").hidden = true;
      card.querySelector(".refuse").hidden = true;
    }
    card.classList.toggle("finished", isOver);
  }
  const waiting = steps.filter((step) => step.state !== "refused").length;
  bar.hidden = waiting === 0;
  barText.textContent = queue.needsSignIn ? words.signIn : filled(words[waiting === 1 ? "offline.one" : "offline.other"], { count: waiting });
  offline.hidden = navigator.onLine;
}

const part = (card, name) => card.querySelector(`[data-step-part="${name}"]`);

function line(step) {
  const said = step.state === "refused" ? filled(words.refused, { reason: step.reason }) : words[step.state];
  return element("li", { class: step.state },
    element("span", {}, `${words[`step.${step.kind}`]}${colon}${said}`),
    step.state === "refused" ? element("button", { type: "button", class: "link", onclick: () => queue.remove(step.id) }, words.remove) : null);
}

function complain(form, message) {
  form.querySelector(".complaint")?.remove();
  form.append(element("p", { class: "complaint late", role: "alert" }, message));
}

async function addPhoto(form, file) {
  form.querySelector(".complaint")?.remove();
  const task = form.closest("[data-task]").dataset.task;
  const phase = form.elements.phase.value;
  try {
    // Where it was taken is looked at: it stays out of the copy for the public alone.
    const photo = await prepared(file, true);
    await queue.add({ task, kind: "photo", phase, photo });
    const taken = form.querySelector(`[data-taken="${phase}"]`);
    taken.textContent = Number(taken.textContent) + 1;
    form.querySelector(".needed")?.remove();
  } catch (error) {
    complain(form, words[error.message] ?? words.unreadable);
  }
  form.reset();
}

list.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-step=photo]");
  if (form && event.target.files?.[0]) addPhoto(form, event.target.files[0]);
});

list.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-step]");
  if (!form) return;
  event.preventDefault();
  const task = form.closest("[data-task]").dataset.task;
  const kind = form.dataset.step;
  if (kind === "photo") return;
  const body = {};
  if (kind === "handle") body.result = form.elements.result.value.trim();
  if (kind === "refuse") body.reason = form.elements.reason.value.trim();
  queue.add({ task, kind, body }).then(() => forget(form));
});

document.querySelector("[data-sync-now]").addEventListener("click", () => queue.send());
document.addEventListener("citywide:refreshed", () => { show(); sort(); });
window.addEventListener("online", () => { show(); queue.send(); });
window.addEventListener("offline", show);
// A telephone in a pocket is no reason to wait for an event that never comes.
setInterval(() => { if (navigator.onLine) queue.send(); }, 15_000);

// --- Where one is -------------------------------------------------------------------------------------------------------

const order = document.querySelector("[data-order]");
const unknown = document.querySelector("[data-no-location]");
let here = null;

/** Metres between two places of a city; a flat earth is near enough. */
function distance(card) {
  if (!here || !card.dataset.longitude) return Infinity;
  const north = (Number(card.dataset.latitude) - here.latitude) * 111_195;
  const east = (Number(card.dataset.longitude) - here.longitude) * 111_195 * Math.cos((here.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

function sort() {
  const cards = [...list.querySelectorAll("[data-task]")];
  for (const card of cards) {
    const metres = distance(card);
    const text = metres < 1000 ? filled(words.metres, { count: Math.round(metres / 10) * 10 })
      : Number.isFinite(metres) ? filled(words.kilometres, { count: (metres / 1000).toFixed(1) }) : "";
    card.querySelector("[data-distance]").textContent = text;
  }
  if (order.querySelector(":checked").value === "distance" && here) {
    list.append(...cards.sort((one, other) => distance(one) - distance(other)));
  }
}

function locate() {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      here = coords;
      unknown.hidden = true;
      sort();
    },
    () => { unknown.hidden = false; }, { enableHighAccuracy: true, maximumAge: 60_000, timeout: 15_000 });
}

if (navigator.geolocation && list.children.length > 0) {
  order.hidden = false;
  order.addEventListener("change", (event) => {
    if (event.target.value === "distance") locate();
    else location.reload();
  });
}

// --- Without connection -------------------------------------------------------------------------------------------------

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/tasks/worker.js", { scope: "/tasks" }).then((registration) => {
    // Where the browser knows it, it says when the connection is back.
    registration.sync?.register("citywide-tasks").catch(() => {});
  }, () => {});
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data === "send") queue.send();
  });
}

await show();
queue.send();

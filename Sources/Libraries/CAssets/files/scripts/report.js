// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

// Makes the steps of a report quicker: types while one types, the own place, places while one types. Without it the same is
// on the next page.

import { prepared } from "./photo.js";

/** Calls a function when nothing more has come for a while. */
function later(milliseconds, run) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), milliseconds);
  };
}

/** A choice as a card; what is shown is text, never markup. */
function card(name, value, title, hint, checked) {
  const label = document.createElement("label");
  label.className = "card";
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name, value, checked });
  const words = document.createElement("span");
  const strong = document.createElement("strong");
  strong.textContent = title;
  words.append(strong);
  if (hint) {
    const small = document.createElement("span");
    small.className = "hint";
    small.textContent = hint;
    words.append(small);
  }
  label.append(input, words);
  return label;
}

const byLanguage = (text, language) => text[language] ?? text.en ?? Object.values(text)[0] ?? "";

function suggestTypes() {
  const text = document.getElementById("text");
  const box = document.getElementById("suggestions");
  if (!text || !box) return;
  const other = document.getElementById("other-type");
  const list = document.getElementById("type");
  const { because, comma, lang } = box.dataset;
  let asked = 0;
  const ask = later(300, async () => {
    const mine = ++asked;
    let items = [];
    try {
      const answer = await fetch("/api/v1/public/matter-types/suggestions", {
        method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ text: text.value.slice(0, 5000) }),
      });
      if (!answer.ok) return;
      items = (await answer.json()).items;
    } catch {
      return;
    }
    if (mine !== asked) return;
    const chosen = box.querySelector("input:checked")?.value;
    const cards = items.map((item) => card(
      "type", item.code, byLanguage(item.name, lang), because.replace("{words}", item.because.join(comma)),
      item.code === chosen));
    box.replaceChildren(...cards);
    const none = other.querySelector("input");
    // What nobody has chosen yet does not look answered.
    if (other.hidden) none.checked = false;
    other.hidden = items.length === 0;
    if (list.value && !box.querySelector("input:checked")) none.checked = true;
  });
  text.addEventListener("input", ask);
  list.addEventListener("change", () => {
    if (list.value) other.querySelector("input").checked = true;
  });
  box.addEventListener("change", () => { list.value = ""; });
}

function showPhoto() {
  const field = document.getElementById("photo");
  const preview = document.getElementById("photo-preview");
  const said = document.getElementById("photo-said");
  if (!field || !preview) return;
  field.addEventListener("change", async () => {
    if (preview.src) URL.revokeObjectURL(preview.src);
    preview.hidden = said.hidden = true;
    const file = field.files[0];
    if (!file) return;
    try {
      // The place of the photograph is offered on the next page.
      const photo = await prepared(file, true);
      if (field.files[0] !== file) return;
      if (photo !== file) replace(field, file, photo);
      preview.src = URL.createObjectURL(photo);
      preview.hidden = false;
    } catch (error) {
      // What this device cannot draw, the city perhaps can; what nobody can show is not sent at all.
      if (error.message !== "heicClient" || field.files[0] !== file) return;
      field.value = "";
      said.hidden = false;
    }
  });
}

/** Has the smaller photograph sent instead. */
function replace(field, file, photo) {
  const files = new DataTransfer();
  files.items.add(new File([photo], file.name.replace(/\.\w+$/, "") + ".jpg", { type: photo.type }));
  field.files = files.files;
}

/** A card like those of places that were found: one sees that it is chosen, and may choose another. */
function choose(value, title, words) {
  const list = document.getElementById("place-list");
  list.querySelector("[data-here]")?.remove();
  const here = card("chosen", value, title, words, true);
  here.dataset.here = "";
  list.prepend(here);
  document.getElementById("places").hidden = false;
}

function offerPlace() {
  const button = document.getElementById("here-button");
  if (!button || !navigator.geolocation) return;
  const said = document.getElementById("here-said");
  document.getElementById("here").hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      button.disabled = false;
      document.getElementById("longitude").value = coords.longitude.toFixed(5);
      document.getElementById("latitude").value = coords.latitude.toFixed(5);
      const words = said.dataset.found.replace("{metres}", Math.ceil(coords.accuracy));
      choose(`${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}`, button.textContent, words);
      mark([coords.longitude, coords.latitude], true);
      said.textContent = words;
      said.hidden = false;
    }, () => {
      button.disabled = false;
      said.textContent = said.dataset.denied;
      said.hidden = false;
    }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
}

function findPlaces() {
  const field = document.getElementById("placeName");
  const box = document.getElementById("places");
  if (!field || !box) return;
  const list = document.getElementById("place-list");
  // What the page came with, such as the place of the photograph, stays.
  for (const place of list.children) place.dataset.kept = "";
  let asked = 0;
  const ask = later(300, async () => {
    const mine = ++asked;
    const text = field.value.trim().slice(0, 100);
    let items = [];
    if (text) {
      try {
        const answer = await fetch(`/api/v1/public/places?text=${encodeURIComponent(text)}`, { credentials: "omit" });
        if (!answer.ok) return;
        items = (await answer.json()).items;
      } catch {
        return;
      }
    }
    if (mine !== asked) return;
    const chosen = list.querySelector("input:checked")?.value;
    const stays = [...list.children].filter((place) => "kept" in place.dataset || "here" in place.dataset);
    const cards = items.map((item) => {
      const value = item.position.slice(0, 2).map((degrees) => Number(degrees.toFixed(5))).join(",");
      const within = item.areas.map((area) => byLanguage(area, box.dataset.lang)).join(" › ");
      return card("chosen", value, byLanguage(item.name, box.dataset.lang), within, value === chosen);
    });
    list.replaceChildren(...stays, ...cards);
    box.hidden = list.children.length === 0;
  });
  field.addEventListener("input", ask);
  // Enter looks up rather than sends.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    document.getElementById("find-button").click();
  });
}

/** The map, once it is there: what is chosen otherwise is shown on it too. */
let map = null;
let marker = null;

function mark(at, isFlown) {
  if (!map) return;
  marker ??= new globalThis.maplibregl.Marker({ color: getComputedStyle(document.body).getPropertyValue("--accent") });
  marker.setLngLat(at).addTo(map);
  marker.getElement().setAttribute("role", "img");
  marker.getElement().setAttribute("aria-label", map.getContainer().dataset.chosen);
  if (isFlown) map.easeTo({ center: at, zoom: Math.max(map.getZoom(), 15) });
}

/** The names of the areas around a place, as far as the tiles that are there tell them. */
function around(at, language) {
  const found = map.queryRenderedFeatures(map.project(at), { layers: ["inside-street", "inside-community"] });
  const name = ({ properties }) => properties[language.startsWith("zh") ? "name_zh" : "name_en"];
  return ["street", "community"].map((level) => found.find(({ properties }) => properties.level === level))
    .filter(Boolean).map(name).join(" › ");
}

/** Loads the map when it is wanted, and takes the place that is tapped on it, or its middle by the Enter key. */
function offerMap() {
  const box = document.getElementById("map");
  if (!box) return;
  const offer = document.getElementById("map-offer");
  offer.hidden = false;
  document.getElementById("map-button").addEventListener("click", async (event) => {
    event.target.disabled = true;
    try {
      await load(box);
      offer.hidden = true;
    } catch {
      // The place can be told otherwise.
      box.hidden = true;
      offer.dataset.failed = "true";
      event.target.replaceWith(offer.dataset.none);
    }
  });
}

async function load(box) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: box.dataset.style });
  const script = Object.assign(document.createElement("script"), { src: box.dataset.script });
  const loaded = new Promise((done, failed) => { script.onload = done; script.onerror = failed; });
  document.head.append(sheet, script);
  await loaded;
  const { cityMap } = await import("./map.js");
  document.getElementById("map-part").hidden = false;
  box.hidden = false;
  map = cityMap(box, { places: true, labels: JSON.parse(box.dataset.labels) });
  if (!map) throw new Error("no WebGL");
  box.map = map;
  map.addControl(new globalThis.maplibregl.NavigationControl({ showCompass: false }), "bottom-right");
  map.on("load", () => { box.dataset.ready = "true"; });
  const chosen = document.querySelector("#place-list input:checked")?.value.split(",").map(Number);
  if (chosen?.length === 2) mark(chosen, true);
  const take = ({ lng, lat }) => {
    mark([lng, lat], false);
    choose(`${lng.toFixed(5)},${lat.toFixed(5)}`, box.dataset.chosen, around([lng, lat], document.documentElement.lang));
  };
  map.on("click", ({ lngLat }) => take(lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take(map.getCenter());
  });
  document.getElementById("place-list").addEventListener("change", (event) => {
    const at = event.target.value.split(",").map(Number);
    if (at.length === 2) mark(at, true);
  });
}

/** On a slow line a photograph takes its time: one sees that it is on its way, and cannot send it twice. */
function sendOnce() {
  const form = document.getElementById("report-form");
  form?.addEventListener("submit", ({ submitter }) => {
    // Later: what is disabled is not sent, and which button was pressed is a part of the form.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
      if (form.contains(submitter)) submitter.textContent = form.dataset.sending;
    });
  });
  // A page that comes back from the history is used again.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
}

/** Whoever has signed in chooses language and colours in the menu of the top bar, where a button of the form would be what Enter presses. */
function keepWritten() {
  const form = document.getElementById("report-form");
  for (const link of document.querySelectorAll(".menu-choices a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const go = Object.assign(document.createElement("button"), {
        type: "submit", name: "go", value: form.dataset.stay, formAction: link.href, formNoValidate: true, hidden: true,
      });
      form.append(go);
      form.requestSubmit(go);
    });
  }
}

sendOnce();
keepWritten();
suggestTypes();
showPhoto();
offerPlace();
offerMap();
findPlaces();

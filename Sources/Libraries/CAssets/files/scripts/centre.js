// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The operation centre: the map and the lists beside it show the same. Every step has an address, so links work without this
 * script; with it they change the lists in place and the map flies along.
 */

import { listen } from "./live.js";
import { box, cityMap, label, refresh, select, squareOf } from "./map.js";

const element = document.getElementById("map");
const parts = ["vitals", "places", "side", "timeline", "mode"];

const map = cityMap(element, { work: true, labels: labels(), area: place().dataset.area });
if (map) {
  document.getElementById("no-map").hidden = true;
  document.getElementById("legend").hidden = false;
  fit(0);
  map.on("resize", () => map.setPadding(padding()));
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "bottom-left");
  map.addControl(new maplibregl.ScaleControl(), "bottom-left");
  map.on("click", click);
  for (const layer of ["matters", "warnings", "sensors", "labels"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  map.on("load", () => { element.dataset.ready = "true"; });
  // For tests, and for whoever looks at a fault.
  element.map = map;
}

function place() {
  return document.getElementById("places");
}

function labels() {
  return JSON.parse(place().dataset.labels || "[]");
}

/** What the lists take of the map. */
function padding() {
  if (!matchMedia("(min-width: 60rem)").matches) return { top: 0, left: 0, right: 0, bottom: 0 };
  const taken = (id) => document.getElementById(id).getBoundingClientRect();
  const sides = { left: taken("places").width + 12, right: taken("side").width + 12 };
  // In a narrow window the names of places are the lesser evil.
  if (element.clientWidth - sides.left - sides.right < 360) sides.left = 48;
  // The button that declares an emergency stands alone in its line.
  const button = document.getElementById("mode")?.firstElementChild.getBoundingClientRect().height ?? 0;
  return { ...sides, top: taken("vitals").height + button + 12, bottom: taken("timeline").height + 12 };
}

/** Shows the whole area in what the lists leave of the map: there is the middle from now on. */
function fit(duration) {
  map.setPadding(padding());
  const bounds = box(place().dataset.box);
  if (bounds) map.fitBounds(bounds, { padding: 20, maxZoom: 17, duration });
}

function click(event) {
  const near = [[event.point.x - 6, event.point.y - 6], [event.point.x + 6, event.point.y + 6]];
  const found = map.queryRenderedFeatures(near, { layers: ["warnings", "matters", "labels", "sensors"].filter((id) => map.getLayer(id)) });
  const feature = found[0];
  if (!feature) return;
  const properties = feature.properties;
  switch (feature.layer.id) {
    case "matters":
      if (properties.id) return go({ matter: properties.id });
      // The square of the cluster itself, not of the place that was hit.
      return open(feature, "matters");
    case "warnings": return go({ sensor: properties.series });
    case "sensors":
      if (properties.code) return go({ sensor: properties.code });
      return map.easeTo({ center: feature.geometry.coordinates, zoom: map.getZoom() + 2 });
    case "labels": return go({ area: properties.code }, true);
  }
}

function open(cluster) {
  const [lng, lat] = cluster.geometry.coordinates;
  const square = squareOf(map, { lng, lat });
  if (cluster.properties.count > 50 && map.getZoom() < 16) map.easeTo({ center: [lng, lat], zoom: map.getZoom() + 2 });
  go({ box: square.map((number) => number.toFixed(6)).join(",") });
}

/** Goes on from the present address: what is not named of the panel falls away. */
function go(change, isArea = false) {
  const address = new URL(location.href);
  for (const name of ["matter", "sensor", "box", "show"]) address.searchParams.delete(name);
  if (isArea) address.searchParams.delete("area");
  for (const [name, value] of Object.entries(change)) address.searchParams.set(name, value);
  visit(address.href, true);
}

let visits = 0;

async function visit(address, isNew) {
  const visit = ++visits;
  let page;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    location.assign(address);
    return;
  }
  if (visit !== visits) return;
  const before = place().dataset.box;
  if (isNew) history.pushState(null, "", address);
  document.title = page.title;
  for (const id of parts) {
    const fresh = page.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old) old.replaceWith(document.importNode(fresh, true));
  }
  if (!map) return;
  label(map, labels());
  select(map, place().dataset.area);
  if (place().dataset.box !== before) fit(600);
}

// Links within the centre change it in place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/centre']");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  if (!link.closest("main")) return;
  event.preventDefault();
  visit(link.href, true);
});
addEventListener("popstate", () => visit(location.href, false));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.closest("input, textarea")) return;
  document.querySelector("#side .close")?.click();
});

// Live: the lists look after themselves; the map asks for its tiles again, at most once a second.
let isWaiting = false;
listen(null, (kind) => {
  if (kind.startsWith("Emergency")) return visit(location.href, false);
  if (isWaiting || !map) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    refresh(map);
  }, 1000);
});

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps the page of tasks and its files at hand where there is no connection. Its scope is /tasks: no other page is touched.
 * Whoever is no longer signed in finds nothing here.
 */

const cacheName = "citywide-tasks-1";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("citywide-tasks-") && name !== cacheName) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

/** The page: from the city where it can be reached, else as it was. */
async function page(request) {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (answer.redirected || answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      await cache.delete("/tasks");
    } else if (answer.ok) await cache.put("/tasks", answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match("/tasks");
    if (kept) return kept;
    throw error;
  }
}

/** A file whose name has the hash of its content: it never changes. */
async function file(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === "/tasks") event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(file(request));
});

// The connection is back: the page sends what waits.
self.addEventListener("sync", (event) => {
  if (event.tag !== "citywide-tasks") return;
  event.waitUntil((async () => {
    for (const client of await self.clients.matchAll()) client.postMessage("send");
  })());
});

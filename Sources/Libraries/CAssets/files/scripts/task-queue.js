// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Steps of tasks that wait to be sent, kept in this browser (IndexedDB) until the city has them. Each carries its own
 * idempotency key, so that a step whose answer was lost on the way is not done twice. They are sent in their order, and for
 * nobody but who did them.
 */

const storeName = "steps";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("citywide-tasks", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = act(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export class TaskQueue {
  /** @param changed is called whenever a step's state changes. */
  constructor(owner, csrf, changed) {
    this.owner = owner;
    this.csrf = csrf;
    this.changed = changed;
    this.isSending = false;
    this.needsSignIn = false;
  }

  async steps() {
    return (await inStore("readonly", (store) => store.getAll())).filter((step) => step.owner === this.owner);
  }

  /** `step`: `{ task, kind, body }` with an object for JSON, or `{ phase, photo }` for a photo. */
  async add(step) {
    const key = crypto.randomUUID();
    await inStore("readwrite", (store) => store.add({ ...step, owner: this.owner, key, at: Date.now(), state: "waiting" }));
    await this.changed();
    this.send();
  }

  async remove(id) {
    await inStore("readwrite", (store) => store.delete(id));
    await this.changed();
  }

  async #mark(step, state, reason) {
    await inStore("readwrite", (store) => store.put({ ...step, state, reason }));
    await this.changed();
  }

  /** Sends what waits, until there is nothing left or no connection. */
  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (;;) {
        const step = (await this.steps()).find((each) => each.state !== "refused");
        if (!step || !(await this.#sendOne(step))) break;
      }
    } finally {
      this.isSending = false;
    }
  }

  /** @returns whether the next one can be tried. */
  async #sendOne(step) {
    await this.#mark(step, "sending");
    let answer;
    try {
      answer = await this.#request(step);
    } catch {
      await this.#mark(step, "waiting");
      return false;
    }
    if (answer.ok) {
      await this.remove(step.id);
      document.dispatchEvent(new CustomEvent("citywide:sent", { detail: step }));
      return true;
    }
    if (answer.status === 401 || answer.status === 429 || answer.status >= 500) {
      this.needsSignIn = answer.status === 401;
      await this.#mark(step, "waiting");
      return false;
    }
    let reason = answer.statusText;
    try {
      const problem = await answer.json();
      reason = problem.errors?.[0]?.detail ?? problem.detail ?? problem.title ?? reason;
    } catch {
      // The answer came from something between here and the city.
    }
    await this.#mark(step, "refused", reason);
    return true;
  }

  #request(step) {
    const headers = {
      "Idempotency-Key": step.key, "X-CSRF-Token": this.csrf, Accept: "application/json",
      // Why it may be refused is said in the language of the page.
      "Accept-Language": document.documentElement.lang,
    };
    const base = `/api/v1/matters/${encodeURIComponent(step.task)}`;
    if (step.photo) {
      headers["Content-Type"] = step.photo.type;
      return fetch(`${base}/evidence?phase=${step.phase}`, { method: "POST", headers, body: step.photo });
    }
    headers["Content-Type"] = "application/json";
    return fetch(`${base}/${step.kind}`, { method: "POST", headers, body: JSON.stringify(step.body) });
  }
}

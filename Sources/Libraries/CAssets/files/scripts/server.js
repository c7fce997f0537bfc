// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Calls of one decision: the JSON interface, and the forms of its pages. */
export class Server {
  constructor(form) {
    this.form = form;
    this.csrf = form.dataset.csrf ?? "";
    this.base = `/api/v1/decisions/${encodeURIComponent(form.dataset.code)}`;
  }

  /** @throws {Error} whose `findings` are those of a refused draft. */
  async call(step, body, signal) {
    const response = await fetch(`${this.base}/${step}`, {
      method: "POST", body: JSON.stringify(body), signal,
      headers: {
        "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.csrf,
        "Accept-Language": document.documentElement.lang,
      },
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw Object.assign(new Error(answer.detail ?? answer.title ?? response.statusText), {
      findings: answer.findings, status: response.status,
    });
  }

  /** Sends the editor's form as its button would, and reads the page that answers. */
  async send(address, content) {
    const body = new FormData(this.form);
    for (const name of [...body.keys()]) if (/^(cell|hitPolicy)(-|$)/.test(name)) body.delete(name);
    body.set("content", JSON.stringify(content));
    const response = await fetch(address, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { isOk: response.ok, address: response.url, page };
  }
}

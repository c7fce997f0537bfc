// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import { debounced, element, filled, inPageLanguage } from "./elements.js";

/** Asks the city what there is to say of the draft whenever it has changed, and shows it. */
export class LiveCheck extends EventTarget {
  findings = [];
  /** Whether the findings are of the draft as it is. */
  isCurrent = false;
  #running = null;

  constructor(model, server, grid, place, words) {
    super();
    Object.assign(this, { model, server, grid, place, words });
    const later = debounced(() => this.run(), 500);
    model.addEventListener("chosen", () => this.#mark());
    model.addEventListener("change", () => {
      this.isCurrent = false;
      later();
    });
  }

  async run() {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.place.setAttribute("aria-busy", "true");
    try {
      const { findings, inputs } = await this.server.call("check", { content: this.model.content }, running.signal);
      // A draft that cannot be read does not say what it asks for.
      if (inputs) this.model.setInputs(inputs);
      this.findings = findings.map((finding) => ({ ...finding, message: inPageLanguage(finding.messages) }));
      this.isCurrent = true;
      this.#show();
      this.#mark();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.place.replaceChildren(element("p", { class: "late" },
        filled(this.words.unreachable, { detail: error.message })));
    }
    this.place.setAttribute("aria-busy", "false");
    this.dispatchEvent(new Event("checked"));
  }

  /** Shows in the sheet what is of the table that is looked at. */
  #mark() {
    const { document: model, index } = this.model;
    this.grid.show({
      findings: model ? this.findings.filter(({ table, rule }) => table === index + 1 && rule) : this.findings,
    });
  }

  #show() {
    const { words } = this;
    const shown = this.findings;
    if (shown.length === 0) {
      this.place.replaceChildren(element("p", { class: "done" }, `✓ ${words.sound}`));
      return;
    }
    const items = shown.slice(0, 100).map((finding) => element("li", { class: finding.severity },
      element("strong", {}, `${words[`severity.${finding.severity}`]} · ${words[`finding.${finding.kind}`]}`),
      " ", this.#spot(finding), element("br"), finding.message));
    if (shown.length > 100) {
      items.push(element("li", {}, filled(words.moreFindings, { count: shown.length - 100 })));
    }
    this.place.replaceChildren(element("ul", { class: "findings" }, ...items));
  }

  /** Leads to the cell, the rule or the column. */
  #spot({ rule, column, kind, table, line, pointer }) {
    if (kind === "test") {
      const detail = Number(pointer.split("/")[2]);
      return element("button", { type: "button", class: "link",
        onclick: () => this.dispatchEvent(new CustomEvent("test", { detail })) }, this.words.toTest);
    }
    if (this.model.document) {
      if (table === undefined) return line === undefined ? null : filled(this.words.spotLine, { line });
      const place = this.model.document.tables[table - 1].path;
      return element("button", {
        type: "button", class: "link",
        onclick: () => {
          this.model.choose(table - 1);
          this.grid.focus((rule ?? 1) - 1, 0);
        },
      }, rule === undefined ? place : `${place}, ${filled(this.words.spotRule, { rule })}`);
    }
    if (rule === undefined && column === undefined) return null;
    const key = rule === undefined ? "spotColumn" : column === undefined ? "spotRule" : "spotCell";
    return element("button", {
      type: "button", class: "link",
      onclick: () => this.grid.focus((rule ?? 1) - 1, (column ?? 1) - 1),
    }, filled(this.words[key], { rule, column }));
  }
}

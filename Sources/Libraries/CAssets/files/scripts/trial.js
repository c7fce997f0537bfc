// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import { element, filled, inPageLanguage } from "./elements.js";
import { plainValue, quotedTexts, readValue, unquoted, writeValue } from "./values.js";

/** Tries the draft on values, shows what comes out, and keeps what was tried as a test case. */
export class Trial extends EventTarget {
  output;
  #values = new Map();
  #fields = new Map();
  #asked = 0;

  constructor(model, server, grid, place, words, entries) {
    super();
    Object.assign(this, { model, server, grid, words, entries });
    this.fields = element("div", { class: "pair" });
    this.result = element("div", { id: "trial-result", "aria-live": "polite" });
    this.keep = element("button", { type: "button", class: "quiet", id: "add-test", hidden: true,
      onclick: () => this.dispatchEvent(new Event("keep")) }, words.addTest);
    this.lists = element("div");
    place.append(element("p", { class: "soft" }, words.trialHint), this.fields, this.lists,
      element("div", { class: "buttons" },
        element("button", { type: "button", id: "try-button", onclick: () => this.run() }, words.try), this.keep),
      this.result);
    this.fields.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.run();
    });
    for (const event of ["change", "inputs"]) model.addEventListener(event, () => this.render());
    model.addEventListener("chosen", () => this.#answer && this.#show(this.#answer));
    this.render();
  }

  #answer = null;

  /** Names and types of what the draft asks for. */
  get inputs() { return new Map(this.model.inputs.map(({ name, type }) => [name, type ?? ""])); }

  /** The values by name, without those left empty. */
  get values() {
    const values = {};
    for (const [name, type] of this.inputs) {
      const value = readValue(this.#values.get(name) ?? "", type);
      if (value !== undefined) values[name] = value;
    }
    return values;
  }

  set values(values) {
    const { inputs } = this;
    this.#values = new Map(Object.entries(values).map(([name, value]) => [name, writeValue(value, inputs.get(name))]));
    this.#fields.clear();
    this.render();
  }

  render() {
    const { inputs } = this;
    const key = JSON.stringify([[...inputs], [...inputs.keys()].map((name) => {
      const column = this.#column(name);
      return [column?.label, column?.values];
    })]);
    if (this.#fields.size > 0 && this.fields.dataset.key === key) return;
    this.fields.dataset.key = key;
    this.#fields = new Map([...inputs].map(([name, type], index) => [name, this.#field(name, type, index)]));
    this.fields.replaceChildren(...[...this.#fields].map(([name, input], index) => element("div", { class: "field" },
      element("label", { for: `trial-${index}` }, this.#label(name)), input)));
  }

  #column(name) {
    return this.model.columns.find((candidate) => candidate.kind === "input" && candidate.head === name);
  }

  #label(name) {
    const column = this.#column(name);
    return column?.label ? `${column.label} (${name})` : name;
  }

  #field(name, type, index) {
    const id = `trial-${index}`;
    const value = this.#values.get(name) ?? "";
    const oninput = (event) => this.#values.set(name, event.target.value);
    if (type === "boolean") {
      const select = element("select", { id, "data-input": name, oninput },
        element("option", { value: "" }, "–"), element("option", { value: "true" }, this.words.yes),
        element("option", { value: "false" }, this.words.no));
      select.value = value;
      return select;
    }
    const likely = new Map(quotedTexts(this.#column(name)?.values).map((text) => [unquoted(text), ""]));
    for (const { text, label, columns } of this.entries) if (columns.includes(name)) likely.set(unquoted(text), label);
    const list = element("datalist", { id: `${id}-list` }, ...[...likely].map(([value, label]) => element("option", {
      value, label: label || null,
    })));
    this.lists.querySelector(`#${CSS.escape(list.id)}`)?.remove();
    this.lists.append(list);
    const input = element("input", { type: "text", id, list: list.id, autocomplete: "off", spellcheck: "false",
      "data-input": name, inputmode: type === "number" ? "decimal" : "text", placeholder: type || null, oninput });
    input.value = value;
    return input;
  }

  /** Whether something has been tried, so that it is tried anew when the draft changes. */
  get hasRun() { return this.#asked > 0; }

  async run() {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const answer = await this.server.call("try", { inputs: this.values, content: this.model.content });
      if (asked !== this.#asked) return;
      this.output = answer.output;
      this.keep.hidden = false;
      this.#answer = answer;
      this.#show(answer);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.keep.hidden = true;
      this.#answer = null;
      this.grid.show({ fitting: [] });
      this.result.replaceChildren(element("p", { class: "late" }, error.message));
    }
  }

  /** One line for each output where there are several. */
  #output(output) {
    const columns = this.model.document ? [] : this.model.columns.filter((column) => column.kind === "output");
    const isOfColumns = output !== null && typeof output === "object" && columns.length > 1
      && columns.every((column) => column.head in output);
    if (!isOfColumns) return [element("p", { class: "big" }, plainValue(output, this.words.nothing))];
    return [element("dl", { class: "facts" }, ...columns.flatMap((column) => [
      element("dt", {}, column.label || column.head),
      element("dd", { class: "big" }, plainValue(output[column.head], this.words.nothing)),
    ]))];
  }

  /** The table that is looked at among those that were asked; of a model, by the decision that it alone belongs to. */
  #looked(tables) {
    const { document: model, path } = this.model;
    if (!model) return tables.at(-1);
    const owner = (text) => text.split(" › ")[0];
    const isAlone = model.tables.filter((one) => owner(one.path) === owner(path)).length === 1;
    return isAlone ? tables.find((one) => one.table === owner(path)) : undefined;
  }

  #show({ output, tables, warningMessages }) {
    const { words } = this;
    const table = this.#looked(tables);
    const rules = table?.rules.map((rule) => rule.rule) ?? [];
    this.grid.show({ fitting: rules });
    const by = rules.length > 0 ? filled(words.byRules, { rules: rules.join(", ") })
      : table?.isDefault ? words.byDefault : "";
    this.result.replaceChildren(element("p", { class: "soft" }, `${words.cameOut} ${by}`),
      element("div", { id: "trial-output" }, ...this.#output(output)),
      ...warningMessages.map((texts) => element("p", { class: "late" }, inPageLanguage(texts))));
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import { colon, element } from "./elements.js";

const TYPES = ["", "string", "number", "boolean", "date", "time", "dateTime", "dayTimeDuration", "yearMonthDuration"];

/** What one can do with the rule and the column in which the caret stands. */
export class Toolbar {
  /** @param entries of which the names are offered as heads of inputs */
  constructor(model, grid, policies, words, entries) {
    Object.assign(this, { model, grid, words });
    this.undo = this.#button("undo", () => model.undo());
    this.redo = this.#button("redo", () => model.redo());
    this.policy = policies;
    this.policy.removeAttribute("name");
    this.policy.addEventListener("change", () => model.setHitPolicy(this.policy.value));
    this.ruleName = element("strong");
    this.columnName = element("strong");
    this.details = element("details", { class: "column-details" },
      element("summary"), element("div", { class: "pair" }));
    const names = entries.filter((entry) => entry.kind === "name");
    this.names = element("datalist", { id: "column-names" },
      ...names.map((entry) => element("option", { value: entry.text })));
    this.element = element("div", { class: "toolbar" },
      element("div", { class: "tools" }, this.undo, this.redo),
      element("div", { class: "tools", role: "group", "aria-label": words.rule }, this.ruleName,
        this.#button("insertAbove", () => this.#insert(0)), this.#button("insertBelow", () => this.#insert(1)),
        this.#button("duplicate", () => this.#duplicate()), this.#button("moveUp", () => this.#move(-1)),
        this.#button("moveDown", () => this.#move(1)), this.#button("delete", () => this.#delete())),
      // The columns of a model's tables are changed in its text.
      model.document ? null
        : element("div", { class: "tools", role: "group", "aria-label": words.column }, this.columnName,
        this.#button("newInput", () => this.#insertColumn("input")),
        this.#button("newOutput", () => this.#insertColumn("output")),
        this.#button("newNote", () => this.#insertColumn("note")),
        this.#button("duplicate", () => model.duplicateColumn(grid.column)),
        this.#button("moveLeft", () => this.#moveColumn(-1)), this.#button("moveRight", () => this.#moveColumn(1)),
        this.#button("delete", () => model.deleteColumn(grid.column))),
      this.details, this.names);
    grid.addEventListener("place", () => this.render());
    grid.addEventListener("column", () => {
      if (model.document) return;
      this.details.open = true;
      this.render();
      this.details.querySelector("input")?.focus();
    });
    model.addEventListener("change", () => this.render());
    model.addEventListener("chosen", () => this.render());
    document.addEventListener("keydown", (event) => this.#pressed(event));
    this.render();
  }

  #button(word, action) {
    return element("button", { type: "button", class: "small", "data-action": word, onclick: action },
      this.words[word]);
  }

  render() {
    const { model, grid, words } = this;
    this.undo.disabled = !model.canUndo;
    this.redo.disabled = !model.canRedo;
    const policy = model.hitPolicy.toUpperCase();
    const names = { "": "U", UNIQUE: "U", ANY: "A", PRIORITY: "P", FIRST: "F", "RULE ORDER": "R", "OUTPUT ORDER": "O",
      COLLECT: "C" };
    this.policy.value = names[policy] ?? policy;
    const column = model.columns[grid.column];
    this.ruleName.textContent = model.rules.length > 0 ? `${words.rule} ${grid.row + 1}` : words.rule;
    this.columnName.textContent = column
      ? `${words.column} ${column.label || column.head || words.unnamed}` : words.column;
    this.#renderDetails(column);
  }

  #renderDetails(column) {
    const [summary, fields] = this.details.children;
    this.details.hidden = !column || this.model.document !== null;
    if (!column) return;
    const { words, model, grid } = this;
    const place = grid.column;
    summary.textContent = `${words[`kind.${column.kind}`]}${colon}${column.label || column.head || words.unnamed}`;
    // What is typed in must not be replaced while it is.
    if (fields.contains(document.activeElement)) return;
    const field = (key, word) => {
      const id = `column-${key}`;
      const input = key === "type"
        ? element("select", { id }, ...[...new Set([...TYPES, column.type])].map((type) => element("option", {
          value: type, selected: type === column.type,
        }, type || words.anyType)))
        : element("input", { id, type: "text", autocomplete: "off", spellcheck: "false",
          list: key === "head" && column.kind === "input" ? "column-names" : null });
      input.value = column[key];
      input.addEventListener("input", () => {
        model.setColumn(place, key, input.value);
        grid.render();
      });
      return element("div", { class: "field" }, element("label", { for: id }, words[word]), input);
    };
    fields.replaceChildren(...(column.kind === "note" ? [field("head", "name")] : [
      field("head", column.kind === "input" ? "expression" : "name"), field("label", "label"), field("type", "type"),
      field("values", "values"), ...(column.kind === "output" ? [field("default", "default")] : []),
    ]));
  }

  #insert(below) {
    const { model, grid } = this;
    const at = model.rules.length === 0 ? 0 : grid.row + below;
    model.insertRule(at);
    grid.focus(at, grid.column);
  }

  #duplicate() {
    const { model, grid } = this;
    if (model.rules.length === 0) return;
    model.insertRule(grid.row + 1, model.rules[grid.row]);
    grid.focus(grid.row + 1, grid.column);
  }

  #move(by) {
    const { model, grid } = this;
    const from = grid.row;
    if (!model.moveRule(from, from + by)) return;
    grid.focus(from + by, grid.column);
  }

  #delete() {
    const { model, grid } = this;
    if (model.rules.length > 0) model.deleteRule(grid.row);
  }

  #insertColumn(kind) {
    const { model, grid } = this;
    const at = model.endOf(kind);
    const head = model.columns.some((column) => column.head === kind) ? model.freshHead(kind) : kind;
    model.insertColumn(at, { kind, head, label: "", type: "", values: "", default: "" });
    grid.column = at;
    this.details.open = true;
    this.render();
    this.details.querySelector("input")?.select();
  }

  #moveColumn(by) {
    const { model, grid } = this;
    const from = grid.column;
    if (!model.moveColumn(from, from + by)) return;
    grid.column = from + by;
    this.render();
  }

  #pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    // Elsewhere, as in a comment, the browser undoes.
    if (event.target !== document.body && !event.target.closest("#sheet-editor, #test-cases")) return;
    if (key === "z" && !event.shiftKey) this.model.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) this.model.redo();
    else return;
    event.preventDefault();
  }
}

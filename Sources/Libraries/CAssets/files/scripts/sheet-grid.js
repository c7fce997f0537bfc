// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import { colon, element, filled } from "./elements.js";
import { readBlock } from "./spreadsheet-text.js";

/** Cells up to which columns are as wide as what stands in them. */
const MOST_MEASURED = 1000;

/** The rules as a sheet of cells in which one types, moves and pastes as in a spreadsheet. */
export class SheetGrid extends EventTarget {
  row = 0;
  column = 0;
  #findings = [];
  #fitting = new Set();
  #byKeyboard = false;

  constructor(model, words) {
    super();
    this.model = model;
    this.words = words;
    this.table = element("table", { class: "sheet editable" });
    this.status = element("p", { class: "soft cell-status", id: "cell-status", role: "status" });
    this.frame = element("div", { class: "scroll sheet-frame" }, this.table);
    this.table.addEventListener("input", (event) => this.#typed(event));
    this.table.addEventListener("keydown", (event) => this.#pressed(event));
    this.table.addEventListener("paste", (event) => this.#pasted(event));
    this.table.addEventListener("focusin", (event) => this.#focused(event));
    model.addEventListener("structure", () => this.render());
    this.render();
  }

  /** The cell with that place, both counted from 0. */
  cell(row, column) { return this.table.tBodies[0]?.rows[row]?.cells[column + 1]?.firstElementChild ?? null; }

  focus(row, column, { select = true } = {}) {
    const cell = this.cell(Math.max(0, Math.min(row, this.model.rules.length - 1)),
      Math.max(0, Math.min(column, this.model.columns.length - 1)));
    if (!cell) return;
    cell.focus();
    if (select) cell.select();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  render() {
    const { model, words } = this;
    const hadFocus = this.table.contains(document.activeElement);
    // Columns as wide as their content make the browser measure every cell at every key.
    this.table.classList.toggle("long", model.rules.length * model.columns.length > MOST_MEASURED);
    const heads = model.columns.map((column, index) => element("th", { scope: "col", class: column.kind },
      element("span", { class: "kind" }, words[`kind.${column.kind}`]),
      element("button", {
        type: "button", class: "head", "data-column": String(index), onclick: () => this.#chooseColumn(index),
      }, column.label || column.head || words.unnamed),
      ...(column.label && column.head !== column.label ? [" ", element("code", {}, column.head)] : []),
      column.type ? element("span", { class: "detail" }, column.type) : null,
      this.#detail("columnValues", column.values), this.#detail("columnDefault", column.default)));
    const rows = model.rules.map((rule, row) => element("tr", { class: "rule", id: `rule-${row + 1}` },
      element("th", { scope: "row", class: "ordinal" }, String(row + 1)),
      ...rule.map((text, column) => element("td", { class: model.columns[column].kind },
        this.#cell(text, row, column)))));
    this.table.replaceChildren(
      element("thead", {}, element("tr", {}, element("th", { scope: "col", class: "ordinal" }, "#"), ...heads)),
      element("tbody", {}, ...rows));
    this.row = Math.max(0, Math.min(this.row, model.rules.length - 1));
    this.column = Math.max(0, Math.min(this.column, model.columns.length - 1));
    this.#mark();
    if (hadFocus) this.focus(this.row, this.column, { select: false });
  }

  /** What stands below the head of a column, where something does. */
  #detail(word, text) {
    return text ? element("span", { class: "detail" }, `${this.words[word]}${colon}`, element("code", {}, text)) : null;
  }

  #cell(text, row, column) {
    const { label, head } = this.model.columns[column];
    const cell = element("textarea", {
      rows: "1", spellcheck: "false", autocapitalize: "off", autocomplete: "off", "data-row": String(row),
      "data-column": String(column),
      "aria-label": filled(this.words.cellName, { rule: row + 1, column: label || head || this.words.unnamed }),
      "aria-describedby": "cell-status", "aria-autocomplete": "list",
    });
    cell.value = text;
    cell.rows = Math.max(1, text.split("\n").length);
    return cell;
  }

  // --- What was found ------------------------------------------------------------------------------------------------

  /** Marks cells: findings of the check, and the rules that fitted the last trial, counted from 1. */
  show({ findings = this.#findings, fitting = this.#fitting }) {
    this.#findings = findings;
    this.#fitting = new Set(fitting);
    this.#mark();
  }

  findingsAt(row, column) {
    return this.#findings.filter((finding) => finding.rule === row + 1
      && (finding.column === undefined || finding.column === column + 1));
  }

  #mark() {
    for (const [row, line] of [...(this.table.tBodies[0]?.rows ?? [])].entries()) {
      line.classList.toggle("fits", this.#fitting.has(row + 1));
      for (let column = 0; column < this.model.columns.length; column += 1) {
        const found = this.findingsAt(row, column).filter((finding) => finding.column !== undefined);
        const isBad = found.some((finding) => finding.severity === "error");
        const worst = isBad ? "bad" : found.length > 0 ? "doubtful" : "";
        const cell = line.cells[column + 1];
        cell.classList.toggle("bad", worst === "bad");
        cell.classList.toggle("doubtful", worst === "doubtful");
        cell.firstElementChild.setAttribute("aria-invalid", worst === "bad" ? "true" : "false");
        cell.title = found.map((finding) => finding.message).join("\n");
      }
      const whole = this.#findings.filter((finding) => finding.rule === row + 1 && finding.column === undefined);
      const ordinal = line.cells[0];
      ordinal.classList.toggle("bad", whole.some((finding) => finding.severity === "error"));
      ordinal.classList.toggle("doubtful", whole.length > 0);
      ordinal.title = whole.map((finding) => finding.message).join("\n");
    }
    const heads = this.table.tHead.rows[0].cells;
    for (let column = 0; column < this.model.columns.length; column += 1) {
      const found = this.#findings.filter((finding) => finding.rule === undefined && finding.column === column + 1);
      heads[column + 1].classList.toggle("bad", found.some((finding) => finding.severity === "error"));
      heads[column + 1].title = found.map((finding) => finding.message).join("\n");
    }
    this.#tellStatus();
  }

  #tellStatus() {
    const messages = this.findingsAt(this.row, this.column).map((finding) => finding.message);
    const column = this.model.columns[this.column];
    const name = column?.label || column?.head || this.words.unnamed;
    const place = column && this.model.rules.length > 0
      ? filled(this.words.cellName, { rule: this.row + 1, column: name }) : "";
    this.status.textContent = [place, ...messages].join(" · ");
    this.status.classList.toggle("late", messages.length > 0);
  }

  // --- Moving and typing ---------------------------------------------------------------------------------------------

  #chooseColumn(column) {
    this.column = column;
    this.dispatchEvent(new CustomEvent("column", { detail: column }));
    this.dispatchEvent(new Event("place"));
  }

  #place(event) {
    const cell = event.target.closest("textarea");
    return cell ? { cell, row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
  }

  #focused(event) {
    const place = this.#place(event);
    if (!place) return;
    this.row = place.row;
    this.column = place.column;
    if (this.#byKeyboard) {
      place.cell.select();
      // A browser leaves a cell that is half in sight where it is.
      place.cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.#byKeyboard = false;
    this.#tellStatus();
    this.dispatchEvent(new Event("place"));
  }

  #typed(event) {
    const place = this.#place(event);
    if (!place) return;
    place.cell.rows = Math.max(1, place.cell.value.split("\n").length);
    this.model.setCell(place.row, place.column, place.cell.value);
  }

  #pasted(event) {
    const place = this.#place(event);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!place || !/[\t\n\r]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    this.model.setBlock(place.row, place.column, readBlock(text));
    this.focus(place.row, place.column);
  }

  #pressed(event) {
    const place = this.#place(event);
    if (!place || event.defaultPrevented || event.isComposing) return;
    const { cell, row, column } = place;
    const go = (down, right) => {
      event.preventDefault();
      this.focus(row + down, column + right);
    };
    const { selectionStart: start, selectionEnd: end, value } = cell;
    const isWhole = start === 0 && end === value.length;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const to = row + (event.key === "ArrowUp" ? -1 : 1);
      this.row = to;
      if (!this.model.moveRule(row, to)) this.row = row;
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter") {
        event.preventDefault();
        this.model.insertRule(row + 1);
        this.focus(row + 1, column);
      }
      return;
    }
    switch (event.key) {
      case "Tab": this.#byKeyboard = true; break;
      case "ArrowUp": if (!event.shiftKey && !value.slice(0, start).includes("\n")) go(-1, 0); break;
      case "ArrowDown": if (!event.shiftKey && !value.slice(end).includes("\n")) go(1, 0); break;
      case "ArrowLeft": if (!event.shiftKey && (isWhole || (start === 0 && end === 0))) go(0, -1); break;
      case "ArrowRight": if (!event.shiftKey && (isWhole || start === value.length)) go(0, 1); break;
      case "Enter":
        if (event.shiftKey) break;
        if (row + 1 >= this.model.rules.length) this.model.insertRule(row + 1);
        go(1, 0);
        break;
      case "F2":
        event.preventDefault();
        cell.setSelectionRange(value.length, value.length);
        break;
      case "Escape": cell.select(); break;
    }
  }
}

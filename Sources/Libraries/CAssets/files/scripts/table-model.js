// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Columns and rules of a sheet, as the interface gives it. */
function sheetOf({ hitPolicy, inputs, outputs, notes, rules }) {
  const column = (kind, head) => (json) => ({
    kind, head: json[head] ?? "", label: json.label ?? "", type: json.type ?? "", values: json.values ?? "",
    default: json.default ?? "",
  });
  const columns = [
    ...(inputs ?? []).map(column("input", "expression")), ...(outputs ?? []).map(column("output", "name")),
    ...(notes ?? []).map((name) => column("note", "name")({ name })),
  ];
  const text = (cell) => (cell === null || cell === undefined ? "" : String(cell));
  return {
    hitPolicy: hitPolicy ?? "U", columns, rules: (rules ?? []).map((rule) => columns.map((_, at) => text(rule[at]))),
  };
}

/**
 * A draft of a decision table. Columns are the inputs, the outputs, the notes; each rule has a cell for each.
 * Every change is told by the event `change`; those that add, remove or move something by `structure` before it.
 *
 * Of a model of DMN it is a draft of all decision tables, of which one at a time is looked at: `document` has the tables as
 * they are in the document. Its columns stay as they are.
 *
 * `inputs` are the names and types of the values that the draft asks for, as the city told them of it last; the event
 * `inputs` tells that they are others.
 */
export class TableModel extends EventTarget {
  #undo = [];
  #redo = [];
  #lastKey = null;
  #lastAt = 0;

  constructor(content, inputs, document = null) {
    super();
    this.inputs = inputs;
    this.document = document;
    this.load(content);
  }

  /** Takes a content as the interface gives it. */
  load(content) {
    const { hitPolicy, inputs, outputs, notes, rules, tests, tables, ...rest } = content;
    if (this.document && rest.dmn !== this.document.dmn) throw new Error("a draft of another document");
    this.rest = rest;
    this.tests = (tests ?? []).map((test) => structuredClone(test));
    this.sheets = (this.document?.tables ?? [content]).map((table, at) => sheetOf({ ...table, ...tables?.[at] }));
    this.index = 0;
    Object.assign(this, this.sheets[0]);
  }

  /** Takes what the city says that the draft asks for. */
  setInputs(inputs) {
    const isSame = JSON.stringify(inputs) === JSON.stringify(this.inputs);
    this.inputs = inputs;
    if (!isSame) this.dispatchEvent(new Event("inputs"));
  }

  /** Looks at another table of the model. */
  choose(index) {
    if (index === this.index || !this.sheets[index]) return;
    this.#keepSheet();
    this.index = index;
    Object.assign(this, this.sheets[index]);
    this.#lastKey = null;
    this.dispatchEvent(new Event("structure"));
    this.dispatchEvent(new Event("chosen"));
  }

  /** What the table belongs to that is looked at. */
  get path() { return this.document?.tables[this.index]?.path ?? ""; }

  #keepSheet() {
    this.sheets[this.index] = { hitPolicy: this.hitPolicy, columns: this.columns, rules: this.rules };
  }

  /** The draft as the interface takes it. */
  get content() {
    if (this.document) {
      this.#keepSheet();
      const tables = this.sheets.map(({ hitPolicy, rules }) => ({ hitPolicy, rules }));
      return { ...this.rest, tables, ...(this.tests.length > 0 ? { tests: this.tests } : {}) };
    }
    const part = (kind, head) => this.columns.filter((column) => column.kind === kind).map((column) => {
      const json = { [head]: column.head };
      for (const key of ["label", "type", "values", "default"]) if (column[key] !== "") json[key] = column[key];
      return json;
    });
    const notes = this.columns.filter((column) => column.kind === "note");
    const needed = this.columns.length - notes.length;
    const content = {
      ...this.rest, hitPolicy: this.hitPolicy, inputs: part("input", "expression"), outputs: part("output", "name"),
      rules: this.rules.map((rule) => {
        let end = rule.length;
        while (end > needed && rule[end - 1] === "") end -= 1;
        return rule.slice(0, end);
      }),
    };
    if (notes.length > 0) content.notes = notes.map((column) => column.head);
    if (this.tests.length > 0) content.tests = this.tests;
    return content;
  }

  // --- Changes -------------------------------------------------------------------------------------------------------

  /** Changes of the same `key` that follow each other closely are undone together. */
  change(action, { key = null, structure = false } = {}) {
    const now = performance.now();
    if (key === null || key !== this.#lastKey || now - this.#lastAt > 1500) {
      this.#undo.push(this.#snapshot());
      if (this.#undo.length > 200) this.#undo.shift();
    }
    this.#redo = [];
    this.#lastKey = key;
    this.#lastAt = now;
    action();
    this.#tell(structure);
  }

  setCell(row, column, text) {
    this.change(() => { this.rules[row][column] = text; }, { key: `cell ${row} ${column}` });
  }

  /** Puts a block of cells in, from a cell on; adds rules where they end. */
  setBlock(row, column, block) {
    this.change(() => {
      block.forEach((cells, down) => {
        if (row + down >= this.rules.length) this.rules.push(this.#emptyRule());
        cells.forEach((text, right) => {
          if (column + right < this.columns.length) this.rules[row + down][column + right] = text;
        });
      });
    }, { structure: true });
  }

  insertRule(at, cells = this.#emptyRule()) {
    this.change(() => { this.rules.splice(at, 0, [...cells]); }, { structure: true });
  }

  deleteRule(at) {
    this.change(() => { this.rules.splice(at, 1); }, { structure: true });
  }

  moveRule(from, to) {
    if (to < 0 || to >= this.rules.length) return false;
    this.change(() => { this.rules.splice(to, 0, ...this.rules.splice(from, 1)); }, { structure: true });
    return true;
  }

  /** Puts a column in; its kind says where columns of that kind stand. */
  insertColumn(at, column, cells = null) {
    this.change(() => {
      this.columns.splice(at, 0, { ...column });
      this.rules.forEach((rule, row) => rule.splice(at, 0, cells ? cells[row] : column.kind === "input" ? "-" : ""));
    }, { structure: true });
  }

  duplicateColumn(at) {
    const column = this.columns[at];
    this.insertColumn(at + 1, { ...column, head: this.freshHead(column.head) }, this.rules.map((rule) => rule[at]));
  }

  deleteColumn(at) {
    this.change(() => {
      const [column] = this.columns.splice(at, 1);
      for (const rule of this.rules) rule.splice(at, 1);
      this.#renameInTests(column, null);
    }, { structure: true });
  }

  /** Columns change places only with those of their kind. */
  moveColumn(from, to) {
    if (this.columns[to]?.kind !== this.columns[from].kind) return false;
    this.change(() => {
      for (const list of [this.columns, ...this.rules]) list.splice(to, 0, ...list.splice(from, 1));
    }, { structure: true });
    return true;
  }

  setColumn(at, key, text) {
    this.change(() => {
      if (key === "head") this.#renameInTests(this.columns[at], text);
      this.columns[at] = { ...this.columns[at], [key]: text };
    }, { key: `column ${at} ${key}` });
  }

  setHitPolicy(text) { this.change(() => { this.hitPolicy = text; }); }

  setTests(action, key = null) { this.change(action, { key }); }

  /** A name that no column has: `type 2`. */
  freshHead(head) {
    const base = head.replace(/ \d+$/, "");
    for (let number = 2; ; number += 1) {
      const name = `${base} ${number}`;
      if (!this.columns.some((column) => column.head === name)) return name;
    }
  }

  /** Where the columns of a kind end. */
  endOf(kind) {
    const kinds = { input: ["input"], output: ["input", "output"], note: ["input", "output", "note"] }[kind];
    return this.columns.filter((column) => kinds.includes(column.kind)).length;
  }

  #emptyRule() { return this.columns.map((column) => (column.kind === "input" ? "-" : "")); }

  /** Test cases follow the names of their columns, and until the city has looked so does what is asked for. */
  #renameInTests(column, name) {
    if (column.kind === "note") return;
    if (column.kind === "input") {
      this.inputs = this.inputs.map((input) => (input.name === column.head ? { ...input, name } : input))
        .filter((input) => input.name);
    }
    for (const test of this.tests) {
      const values = column.kind === "input" ? test.inputs : test.output;
      if (values === null || typeof values !== "object" || Array.isArray(values) || !(column.head in values)) continue;
      const value = values[column.head];
      delete values[column.head];
      if (name !== null && name !== "") values[name] = value;
    }
  }

  // --- Undo ----------------------------------------------------------------------------------------------------------

  get canUndo() { return this.#undo.length > 0; }
  get canRedo() { return this.#redo.length > 0; }

  undo() { this.#exchange(this.#undo, this.#redo); }
  redo() { this.#exchange(this.#redo, this.#undo); }

  #exchange(from, to) {
    if (from.length === 0) return;
    to.push(this.#snapshot());
    Object.assign(this, from.pop());
    this.#lastKey = null;
    this.#tell(true);
  }

  #snapshot() {
    this.#keepSheet();
    return structuredClone({
      hitPolicy: this.hitPolicy, columns: this.columns, rules: this.rules, tests: this.tests, rest: this.rest,
      inputs: this.inputs, sheets: this.sheets, index: this.index,
    });
  }

  #tell(structure) {
    if (structure) this.dispatchEvent(new Event("structure"));
    this.dispatchEvent(new Event("change"));
  }
}

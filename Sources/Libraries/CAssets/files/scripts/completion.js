// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import { element } from "./elements.js";
import { quotedTexts } from "./values.js";

const WORDS = ["null", "true", "false", "not(", "if ", "then ", "else ", "some ", "every ", "satisfies ", "for ", "in ",
  "return ", "between ", "and ", "or "];

/** Offers names, values of the city and functions while one types in a cell. */
export class Completion {
  #offered = [];
  #chosen = 0;
  #cell = null;
  #span = null;

  /**
   * @param model the draft, of whose column and names more is offered
   * @param entries `text`, `label`, `kind` and likely `columns`, as the page gives them
   */
  constructor(grid, model, entries, words) {
    this.model = model;
    this.words = words;
    this.entries = [...entries, ...WORDS.map((text) => ({ text, label: "", kind: "word", columns: [] }))];
    this.list = element("ul", { class: "completions", id: "completions", role: "listbox", hidden: true });
    document.body.append(this.list);
    this.list.addEventListener("pointerdown", (event) => {
      const item = event.target.closest("[role=option]");
      event.preventDefault();
      if (item) this.#take(Number(item.dataset.index));
    });
    // Before the grid, which moves on the same keys.
    grid.frame.addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
    grid.frame.addEventListener("input", (event) => this.#open(event.target, false));
    grid.frame.addEventListener("focusout", () => this.close());
    grid.frame.addEventListener("scroll", () => this.close());
    addEventListener("scroll", () => this.close(), { passive: true });
  }

  get isOpen() { return !this.list.hidden; }

  close() {
    this.list.hidden = true;
    this.#cell?.removeAttribute("aria-activedescendant");
    this.#cell = null;
  }

  /** What stands before the caret: the part that is typed, and whether it is within quotes. */
  static part(text) {
    const isQuoted = (text.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
    const found = isQuoted ? text.slice(text.lastIndexOf('"')) : text.match(/(?:[\p{L}_][\p{L}\p{N}_.-]*)?$/u)[0];
    return { typed: isQuoted ? found.slice(1) : found, start: text.length - found.length, isQuoted };
  }

  offers(column, typed, isQuoted) {
    const head = this.model.columns[column]?.head ?? "";
    // What is whole already needs no offer, so that Enter moves on.
    if (!isQuoted && this.entries.some((entry) => entry.text === typed)) return [];
    const wanted = typed.toLowerCase();
    const seen = new Set();
    const scored = [];
    const offer = (entry, rank) => {
      if (seen.has(entry.text) || (isQuoted && !entry.text.startsWith('"'))) return;
      const bare = entry.text.replace(/^"/, "").toLowerCase();
      const label = entry.label.toLowerCase();
      const place = bare.startsWith(wanted) ? 0
        : bare.includes(wanted) ? 1 : entry.kind !== "function" && label.includes(wanted) ? 2 : -1;
      if (place < 0 || entry.text === typed) return;
      seen.add(entry.text);
      scored.push({ entry, rank: rank * 10 + place, order: scored.length });
    };
    // What the column allows comes first, with what the city says of it.
    for (const text of quotedTexts(this.model.columns[column]?.values)) {
      offer({ kind: "allowed", columns: [], label: "", ...this.entries.find((entry) => entry.text === text), text }, 0);
    }
    for (const entry of this.entries) if (entry.columns.includes(head)) offer(entry, 0);
    const used = new Set(this.model.rules.flatMap((rule) => quotedTexts(rule[column])));
    for (const text of used) offer({ text, label: "", kind: "value", columns: [] }, 1);
    for (const other of this.model.columns) {
      if (other.kind === "input") offer({ text: other.head, label: other.label, kind: "name", columns: [] }, 3);
    }
    const ranks = { name: 3, function: 4, word: 5 };
    for (const entry of this.entries) offer(entry, ranks[entry.kind] ?? 2);
    scored.sort((left, right) => left.rank - right.rank || left.order - right.order);
    return scored.slice(0, 12).map(({ entry }) => entry);
  }

  #open(cell, isAsked) {
    if (!(cell instanceof HTMLTextAreaElement)) return;
    const { typed, start, isQuoted } = Completion.part(cell.value.slice(0, cell.selectionStart));
    if (!isAsked && typed === "" && !isQuoted) return this.close();
    const offered = this.offers(Number(cell.dataset.column), typed, isQuoted);
    if (offered.length === 0) return this.close();
    this.#offered = offered;
    this.#cell = cell;
    this.#span = { start, end: cell.selectionStart };
    this.list.replaceChildren(...offered.map((entry, index) => element("li", {
      role: "option", id: `completion-${index}`, "data-index": String(index), class: entry.kind,
    }, element("code", {}, entry.text), " ", element("span", {}, entry.label),
    element("span", { class: "kind" }, this.words[`completion.${entry.kind}`] ?? ""))));
    const box = cell.getBoundingClientRect();
    this.list.hidden = false;
    const height = this.list.offsetHeight;
    const isBelow = box.bottom + height < innerHeight || box.top < height;
    this.list.style.top = `${isBelow ? box.bottom + 2 : box.top - height - 2}px`;
    this.list.style.left = `${Math.max(4, Math.min(box.left, innerWidth - this.list.offsetWidth - 4))}px`;
    this.#choose(0);
  }

  #choose(index) {
    this.#chosen = (index + this.#offered.length) % this.#offered.length;
    for (const [place, item] of [...this.list.children].entries()) {
      item.setAttribute("aria-selected", String(place === this.#chosen));
    }
    this.list.children[this.#chosen].scrollIntoView({ block: "nearest" });
    this.#cell.setAttribute("aria-controls", "completions");
    this.#cell.setAttribute("aria-activedescendant", `completion-${this.#chosen}`);
  }

  #take(index) {
    const cell = this.#cell;
    const { start, end } = this.#span;
    const { text } = this.#offered[index];
    // The quote that ends a text may stand there already.
    const rest = cell.value.slice(end).replace(text.endsWith('"') ? /^"/ : /^(?!)/, "");
    cell.value = cell.value.slice(0, start) + text + rest;
    cell.setSelectionRange(start + text.length, start + text.length);
    this.close();
    this.model.setCell(Number(cell.dataset.row), Number(cell.dataset.column), cell.value);
  }

  #pressed(event) {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      return this.#open(event.target, true);
    }
    if (!this.isOpen || event.isComposing) return;
    switch (event.key) {
      case "ArrowDown": this.#choose(this.#chosen + 1); break;
      case "ArrowUp": this.#choose(this.#chosen - 1); break;
      case "Enter": case "Tab": this.#take(this.#chosen); break;
      case "Escape": this.close(); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

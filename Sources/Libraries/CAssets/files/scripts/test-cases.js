// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import { element, filled } from "./elements.js";
import { readValue, writeValue } from "./values.js";

/** The test cases beside the table: a sheet of what is given and what must come out, red or green. */
export class TestCases {
  constructor(model, check, trial, place, words) {
    Object.assign(this, { model, check, trial, place, words });
    model.addEventListener("change", () => this.#isTyping || this.render());
    model.addEventListener("inputs", () => this.render());
    check.addEventListener("checked", () => this.mark());
    check.addEventListener("test", ({ detail }) => this.focus(detail));
    trial.addEventListener("keep", () => this.add(trial.values, trial.output));
    this.render();
  }

  #isTyping = false;
  #shown = "";

  add(inputs, output) {
    this.model.setTests(() => this.model.tests.push({ inputs, output: output ?? null }));
  }

  get #outputs() { return this.model.document ? [] : this.model.columns.filter((column) => column.kind === "output"); }

  /** Whether the result is one value for each output, rather than a list or a total. */
  get #isSingle() { return !this.model.document && /^(U|A|P|F|UNIQUE|ANY|PRIORITY|FIRST)?$/.test(this.model.hitPolicy.toUpperCase()); }

  render() {
    const { model, words } = this;
    const inputs = [...this.trial.inputs];
    const outputs = this.#outputs;
    // Most changes are of rules, which are not shown here.
    const key = JSON.stringify([model.tests, inputs, outputs, model.hitPolicy]);
    if (key === this.#shown) return;
    this.#shown = key;
    // What came out stands first: a wide table is moved sideways, and that must be seen all the same.
    const heads = [words.result, words.testName, ...inputs.map(([name]) => name), ...(this.#isSingle
      ? outputs.map((column) => filled(words.expected, { column: column.label || column.head }))
      : [words.expectedWhole]), ""];
    const rows = model.tests.map((test, index) => element("tr", {},
      element("td", { class: "verdict" }),
      element("td", { class: "test-name" }, this.#field(index, words.testName, test.name ?? "", (text) => {
        if (text === "") delete test.name;
        else test.name = text;
      })),
      ...inputs.map(([name, type]) => element("td", {}, this.#field(
        index, name, writeValue(test.inputs?.[name], type), (text) => {
          const value = readValue(text, type);
          if (value === undefined) delete test.inputs[name];
          else test.inputs[name] = value;
        }))),
      ...this.#expected(test, index, outputs),
      element("td", { class: "tools" },
        element("button", { type: "button", class: "link", onclick: () => this.#try(test) }, words.useInTrial),
        element("button", { type: "button", class: "link",
          onclick: () => model.setTests(() => model.tests.splice(index, 1)) }, words.delete))));
    const table = element("div", { class: "scroll" }, element("table", { class: "tests" },
      element("thead", {}, element("tr", {}, ...heads.map((text) => element(text ? "th" : "td", text ? { scope: "col" } : {}, text)))),
      element("tbody", {}, ...rows)));
    this.place.replaceChildren(model.tests.length > 0 ? table : element("p", {}, words.noTests),
      element("div", { class: "buttons" }, element("button", { type: "button", class: "quiet", id: "new-test",
        onclick: () => this.add({}, null) }, words.newTest)));
    this.mark();
  }

  #expected(test, index, outputs) {
    const isContext = outputs.length > 1;
    const isOfColumns = this.#isSingle && (test.output === null || !isContext || (typeof test.output === "object"
      && !Array.isArray(test.output)));
    if (!isOfColumns) {
      const whole = element("td", { colspan: this.#isSingle ? String(outputs.length) : null }, this.#field(
        index, this.words.expectedWhole, test.output === null ? "" : JSON.stringify(test.output), (text) => {
          test.output = readValue(text, "") ?? null;
        }));
      return [whole];
    }
    return outputs.map((column) => element("td", {}, this.#field(
      index, filled(this.words.expected, { column: column.label || column.head }),
      writeValue(isContext ? test.output?.[column.head] : test.output, column.type), (text) => {
        const value = readValue(text, column.type) ?? null;
        if (!isContext) {
          test.output = value;
          return;
        }
        const output = Object.fromEntries(outputs.map(({ head }) => [head, test.output?.[head] ?? null]));
        output[column.head] = value;
        test.output = Object.values(output).every((part) => part === null) ? null : output;
      })));
  }

  #field(index, label, value, take) {
    const input = element("input", { type: "text", "aria-label": `${label} (${index + 1})`, autocomplete: "off",
      spellcheck: "false" });
    input.value = value;
    input.title = value;
    input.addEventListener("input", () => {
      input.title = input.value;
      // The table stays as it is under the caret.
      this.#isTyping = true;
      this.model.setTests(() => take(input.value), `test ${index} ${label}`);
      this.#isTyping = false;
      this.#shown = "";
      this.mark();
    });
    return input;
  }

  /** Leads to a test case: the first of its fields. */
  focus(index) {
    const row = this.place.querySelector("tbody")?.rows[index];
    (row ?? this.place).scrollIntoView({ block: "nearest" });
    row?.querySelector("input")?.focus();
  }

  #try(test) {
    this.trial.values = test.inputs ?? {};
    this.trial.run();
    document.getElementById("trial").scrollIntoView({ block: "nearest" });
  }

  /** Red or green, by the last check. */
  mark() {
    const { check, words } = this;
    const said = check.findings.filter((finding) => finding.kind === "test")
      .map((finding) => ({ ...finding, index: Number(finding.pointer.split("/")[2]) }));
    const failures = new Map(said.filter(({ unrun }) => !unrun).map(({ index, message }) => [index, message]));
    // Where a limit was passed, one finding stands for all from its test on.
    const rest = said.find(({ unrun }) => unrun);
    const hasRun = check.isCurrent
      && !check.findings.some(({ kind, severity }) => kind === "structure" && severity === "error");
    for (const [index, row] of [...(this.place.querySelector("tbody")?.rows ?? [])].entries()) {
      const verdict = row.querySelector(".verdict");
      const isUnrun = !hasRun || (rest && index >= rest.index && index < rest.index + rest.unrun);
      const failure = failures.get(index);
      const [sign, word, kind] = isUnrun ? ["…", words.notRun, "soft"]
        : failure === undefined ? ["✓", words.passed, "done"] : ["✗", words.failed, "late"];
      verdict.className = `verdict ${kind}`;
      verdict.title = failure ?? (hasRun && isUnrun ? rest.message : "");
      verdict.textContent = `${sign} ${word}`;
      row.classList.toggle("bad", hasRun && failure !== undefined);
    }
  }
}

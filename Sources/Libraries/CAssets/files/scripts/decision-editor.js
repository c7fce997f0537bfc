// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import { Completion } from "./completion.js";
import { Draft } from "./draft.js";
import { debounced, element, filled } from "./elements.js";
import { LiveCheck } from "./live-check.js";
import { Server } from "./server.js";
import { SheetGrid } from "./sheet-grid.js";
import { TableModel } from "./table-model.js";
import { TestCases } from "./test-cases.js";
import { Toolbar } from "./toolbar.js";
import { Trial } from "./trial.js";

const form = document.getElementById("decision-editor");
const words = JSON.parse(form.dataset.words);
const entries = JSON.parse(form.dataset.completions);
const base = Number(form.dataset.base);
const given = JSON.parse(form.dataset.content);
const part = (id) => document.getElementById(id);

const draft = new Draft(form.dataset.owner, form.dataset.code);
const model = new TableModel(given, JSON.parse(form.dataset.inputs), form.dataset.tables
  ? { dmn: given.dmn, tables: JSON.parse(form.dataset.tables) } : null);
const server = new Server(form);
const grid = new SheetGrid(model, words);
const toolbar = new Toolbar(model, grid, part("hit-policy"), words, entries);
const policy = part("hit-policy").closest(".field");
part("sheet-editor").replaceChildren(...tableChoice(), policy, toolbar.element, grid.frame, grid.status,
  element("p", { class: "soft keys" }, words.keys));
new Completion(grid, model, entries, words);
const check = new LiveCheck(model, server, grid, part("findings"), words);
const trial = new Trial(model, server, grid, part("trial-form"), words, entries);
new TestCases(model, check, trial, part("test-cases"), words);
part("trial").hidden = false;
part("tests").hidden = false;
check.addEventListener("checked", () => { if (trial.hasRun) trial.run(); });

/** Which table of a model to look at. */
function tableChoice() {
  if (!model.document) return [];
  const select = element("select", { id: "table-choice", onchange: () => model.choose(Number(select.value)) },
    ...model.document.tables.map(({ path }, index) => element("option", { value: String(index) }, path)));
  model.addEventListener("structure", () => { select.value = String(model.index); });
  return [element("div", { class: "field" }, element("label", { for: "table-choice" }, words.table), select)];
}

// --- The draft, kept in this browser ---------------------------------------------------------------------------------

const comment = part("comment");
let isKept = false;
const keep = () => { if (isKept) draft.write({ base, content: model.content, comment: comment?.value ?? "" }); };
const keepSoon = debounced(keep, 300);
const changed = () => {
  isKept = true;
  keepSoon();
};

/** Takes a draft in; one that cannot be read is given up. */
function takes(content) {
  try {
    model.load(content);
    return true;
  } catch {
    model.load(given);
    draft.remove();
    return false;
  }
}

const kept = draft.read();
// A page that starts from another version holds what is wanted.
if (kept && new URLSearchParams(location.search).get("version") === null && takes(kept.content)) {
  if (comment && comment.value.trim() === "") comment.value = kept.comment ?? "";
  grid.render();
  trial.render();
  // By the city's clock, as every time on the page.
  const offset = Number(document.querySelector(".clock")?.dataset.offset ?? 0) * 60_000;
  const time = new Date(Date.parse(kept.at) + offset).toISOString().slice(0, 16).replace("T", " ");
  const notice = part("draft-notice");
  notice.replaceChildren(element("p", {}, kept.base === base ? filled(words.draftKept, { time })
    : filled(words.draftOld, { time, old: kept.base, new: base })),
  element("button", { type: "button", class: "quiet", id: "discard", onclick: () => {
    draft.remove();
    isKept = false;
    model.load(given);
    model.dispatchEvent(new Event("structure"));
    model.dispatchEvent(new Event("change"));
    isKept = false;
    draft.remove();
    notice.hidden = true;
  } }, words.discard));
  notice.hidden = false;
  model.dispatchEvent(new Event("change"));
}
model.addEventListener("change", changed);
comment?.addEventListener("input", changed);
addEventListener("pagehide", keep);
check.run();

// --- The form's buttons ----------------------------------------------------------------------------------------------

async function whileWorking(button, action) {
  const label = button.textContent;
  button.disabled = true;
  button.textContent = words.working;
  try {
    await action();
  } finally {
    button.disabled = false;
    button.textContent = label;
  }
}

/** What the answering page says went wrong. */
const problem = (page) => page.querySelector(".notice.bad") ?? element("p", { class: "late" }, page.title);

async function propose(button) {
  const place = part("propose-problem");
  const { isOk, address, page } = await server.send(button.formAction, model.content);
  if (!isOk) {
    place.replaceChildren(document.importNode(problem(page), true));
    await check.run();
    return;
  }
  isKept = false;
  draft.remove();
  location.assign(address);
}

async function askWhatIf(button) {
  const { isOk, page } = await server.send(button.formAction, model.content);
  const result = page.getElementById("what-if-result");
  const shown = isOk && result ? [...result.childNodes] : [problem(page)];
  part("what-if-result").replaceChildren(...shown.map((node) => document.importNode(node, true)));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  const action = { "propose-button": propose, "what-if-button": askWhatIf }[button?.id] ?? (() => check.run());
  whileWorking(button ?? part("check-button"), async () => {
    try {
      await action(button);
    } catch (error) {
      (part("propose-problem") ?? part("findings")).replaceChildren(
        element("p", { class: "late" }, filled(words.unreachable, { detail: error.message })));
    }
  });
});

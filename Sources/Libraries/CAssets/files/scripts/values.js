// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Reads what people type for a value of that type; `undefined` where nothing is typed. */
export function readValue(text, type) {
  const typed = text.trim();
  if (typed === "") return undefined;
  if (type === "number") return Number.isNaN(Number(typed)) ? typed : Number(typed);
  if (type === "boolean") return typed === "true" ? true : typed === "false" ? false : typed;
  if (type && type !== "Any") return type.startsWith("list") || type.startsWith("context") ? readJSON(typed) : text;
  return readJSON(typed);
}

/** JSON where it is some, as in `["roads"]` or `3`; else the text itself. */
function readJSON(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The texts in quotes that unary tests of FEEL name, as they stand there: `"a"` and `"b"` of `"a", not("b")`. */
export function quotedTexts(tests) {
  return tests?.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
}

/** What a text in quotes says. */
export function unquoted(text) {
  try {
    return JSON.parse(text);
  } catch {
    // FEEL knows escapes that JSON does not.
    return text.slice(1, -1);
  }
}

/** Writes a value so that `readValue` reads it again. */
export function writeValue(value, type) {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") return JSON.stringify(value);
  return readValue(value, type) === value ? value : JSON.stringify(value);
}

/** A value for people: texts without quotes, contexts as `name: value`. */
export function plainValue(value, nothing) {
  if (value === undefined || value === null) return nothing;
  if (Array.isArray(value)) {
    return value.length === 0 ? "[]" : value.map((part) => plainValue(part, nothing)).join(", ");
  }
  if (typeof value === "object") {
    return Object.keys(value).sort().map((name) => {
      const text = plainValue(value[name], nothing);
      return Array.isArray(value[name]) && value[name].length > 0 ? `${name}: [${text}]` : `${name}: ${text}`;
    }).join(" · ");
  }
  return String(value);
}

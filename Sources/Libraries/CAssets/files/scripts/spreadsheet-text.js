// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads a block of cells as spreadsheets put it on the clipboard: tabs between cells, line breaks between rows.
 *
 * A cell in quotes is read as one only where it needs them (it holds a tab, a line break or a quote), since texts of
 * FEEL stand in quotes themselves.
 */
export function readBlock(text) {
  const rows = [];
  let row = [];
  let place = 0;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (true) {
    const quoted = readQuoted(source, place);
    let end;
    if (quoted) {
      row.push(quoted.text);
      end = quoted.end;
    } else {
      end = place;
      while (end < source.length && source[end] !== "\t" && source[end] !== "\n") end += 1;
      row.push(source.slice(place, end));
    }
    if (source[end] === "\t") {
      place = end + 1;
      continue;
    }
    rows.push(row);
    if (end >= source.length) return rows;
    row = [];
    place = end + 1;
  }
}

function readQuoted(source, start) {
  if (source[start] !== '"') return null;
  let text = "";
  for (let place = start + 1; place < source.length; place += 1) {
    if (source[place] !== '"') {
      text += source[place];
    } else if (source[place + 1] === '"') {
      text += '"';
      place += 1;
    } else {
      const isEnd = place + 1 >= source.length || source[place + 1] === "\t" || source[place + 1] === "\n";
      return isEnd && /["\t\n]/.test(text) ? { text, end: place + 1 } : null;
    }
  }
  return null;
}

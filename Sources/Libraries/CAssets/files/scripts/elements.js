// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Makes an element: `element("a", { href: "/" }, "Start")`. Texts stay texts; nothing is read as markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

/** Calls `action` once nothing has asked for it for so many milliseconds. */
export function debounced(action, milliseconds) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}

/** Puts named values into a message: `{count}`. */
export function filled(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** A colon as the language of the page writes it. */
export const colon = document.documentElement.lang.startsWith("zh") ? "：" : ": ";

/** The text in the language of the page, of texts by language. */
export function inPageLanguage(texts) {
  return texts[document.documentElement.lang] ?? texts.en;
}

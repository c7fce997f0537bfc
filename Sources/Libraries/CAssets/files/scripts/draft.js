// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Keeps what was typed in this browser until it is proposed or discarded; each person and decision has one draft. */
export class Draft {
  constructor(owner, code) {
    this.key = `citywide.draft.${owner}.${code}`;
  }

  /** `{ base, at, content, comment }`, or `null` where there is none that can be read. */
  read() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return draft && typeof draft.content === "object" ? draft : null;
    } catch {
      return null;
    }
  }

  write(draft) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...draft, at: new Date().toISOString() }));
    } catch {
      // A full or forbidden storage must not keep anybody from editing.
    }
  }

  remove() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // As above.
    }
  }
}

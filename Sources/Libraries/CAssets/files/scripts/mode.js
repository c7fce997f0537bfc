// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * For pages that follow nothing else: whether the city is in an emergency. The stream is open only while somebody looks, as a
 * browser opens few connections to one server, and those are for all of its windows.
 */

import { askMode, followMode } from "./mode-line.js";

let source = null;

function follow() {
  source?.close();
  source = null;
  if (document.hidden) return;
  source = new EventSource("/api/v1/live?kind=EmergencyDeclared,EmergencyEnded");
  followMode(source);
}

/** Follows again, and asks what happened meanwhile. */
function comeBack() {
  follow();
  if (!document.hidden) askMode();
}

document.addEventListener("visibilitychange", comeBack);
addEventListener("online", comeBack);
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", ({ persisted }) => { if (persisted) comeBack(); });
follow();

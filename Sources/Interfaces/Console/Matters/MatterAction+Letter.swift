// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters

extension MatterAction {
  /// The key that leads to it; no two that are possible in the same state share one.
  var letter: Character {
    switch self {
    case .submit, .resubmit: "u"
    case .accept: "a"
    case .sendBack: "b"
    case .reject: "j"
    case .dispatch: "d"
    case .start: "s"
    case .refuse: "f"
    case .handle: "h"
    case .verify: "v"
    case .close: "c"
    case .rework: "w"
    case .archive: "r"
    case .reopen: "o"
    case .suspend: "p"
    case .resume: "i"
    case .withdraw: "t"
    case .cancel: "x"
    case .merge: "m"
    case .unmerge: "q"
    case .rate: "g"
    case .note: "n"
    case .attach: "l"
    case .extend: "e"
    case .prioritise: "y"
    }
  }

  /// Whether it moves the matter on, and is not one of those that are seldom needed.
  var isMain: Bool {
    switch self {
    case .submit, .accept, .sendBack, .reject, .resubmit, .dispatch, .start, .refuse, .handle, .verify, .close, .rework,
      .resume, .reopen, .unmerge, .rate:
      true
    case .archive, .suspend, .withdraw, .cancel, .merge, .note, .attach, .extend, .prioritise: false
    }
  }
}

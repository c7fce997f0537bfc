// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Mustache
import Synchronization
import Vocabulary

/// A part of a page that was rendered by itself, and is put into the page as it is: `{{{rendered}}}`.
struct Piece: MustacheParent, Sendable {
  fileprivate let html: String

  func child(named name: String) -> Any? { name == "rendered" ? html : nil }
}

/// Pieces of one template that were rendered lately. Many consoles show the same lines at the same time, and each of them again
/// and again.
///
/// What a piece says follows from its content and the language, so nothing here is ever out of date.
final class PieceCache<Content: Hashable & Sendable & MustacheParent>: Sendable {
  private struct Key: Hashable, Sendable {
    var language: Language
    var content: Content
  }

  private let template: String
  private let recent: Mutex<RecentValues<Key, Piece>>

  /// - Parameter template: sees the content's members, and the messages as `t`.
  init(_ template: String, capacity: Int = 4000) {
    self.template = template
    recent = Mutex(RecentValues(capacity: capacity))
  }

  func piece(_ content: Content, _ pages: Pages, _ messages: Messages) -> Piece {
    let key = Key(language: messages.language, content: content)
    if let known = recent.withLock({ $0.use(key) }) { return known }
    let piece = Piece(html: pages.rendered(template, PieceScreen(content: content, messages: messages)))
    recent.withLock { $0.keep(piece, for: key) }
    return piece
  }
}

private struct PieceScreen<Content: MustacheParent>: MustacheParent {
  let content: Content
  let messages: Messages

  func child(named name: String) -> Any? { name == "t" ? messages : content.child(named: name) }
}

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

/// Pieces that were rendered lately. Many consoles show the same lines at the same time, and each of them again and again.
///
/// What a piece says follows from its content, its template and the language, so nothing here is ever out of date.
final class PieceCache: Sendable {
  private struct Key: Hashable {
    var template: String
    var language: Language
    var content: AnyHashable
  }
  private struct State {
    // Two generations: when the young one is full it becomes the old one, and what nobody used is forgotten.
    var young: [Key: Piece] = [:]
    var old: [Key: Piece] = [:]
  }

  private let capacity: Int
  private let state = Mutex(State())

  init(capacity: Int = 4000) { self.capacity = capacity }

  func piece<Content: Hashable & Sendable>(
    _ template: String, _ content: Content, _ language: Language, render: () -> String
  ) -> Piece {
    let key = Key(template: template, language: language, content: AnyHashable(content))
    if let known = state.withLock({ Self.known(key, &$0, capacity) }) { return known }
    let piece = Piece(html: render())
    state.withLock { Self.put(piece, key, &$0, capacity) }
    return piece
  }

  private static func known(_ key: Key, _ state: inout State, _ capacity: Int) -> Piece? {
    if let piece = state.young[key] { return piece }
    guard let piece = state.old[key] else { return nil }
    put(piece, key, &state, capacity)
    return piece
  }

  private static func put(_ piece: Piece, _ key: Key, _ state: inout State, _ capacity: Int) {
    if state.young.count >= capacity / 2 {
      state.old = state.young
      state.young = [:]
    }
    state.young[key] = piece
  }
}

extension Pages {
  /// A part of a page, of a template that sees the content's members and the messages as `t`.
  func piece<Content: Hashable & Sendable & MustacheParent>(
    _ template: String, _ content: Content, _ messages: Messages
  ) -> Piece {
    pieces.piece(template, content, messages.language) {
      rendered(template, PieceScreen(content: content, messages: messages))
    }
  }
}

private struct PieceScreen<Content: MustacheParent>: MustacheParent {
  let content: Content
  let messages: Messages

  func child(named name: String) -> Any? { name == "t" ? messages : content.child(named: name) }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

/// What a what-if is asked: with what to compare, and over which span of time.
struct WhatIfQuestion {
  enum Other {
    case draft([String: JSON])
    case version(Int)
  }

  let other: Other
  let from: Instant
  let to: Instant
  /// How many of what differs are told one by one.
  let examples: Int

  /// The body that asks it.
  static func body(_ named: VersionedKind, limit: Int) -> BodySpecification {
    .json(
      .objectSchema(
        [
          "content": named.content, "version": .versionSchema,
          "from": ["type": "string", "format": "date-time", "description": "The first moment that counts."],
          "to": [
            "type": "string", "format": "date-time",
            "description": "The first moment that does not count; now where it is left out.",
          ], "examples": .integerSchema(0...200, default: 20),
        ], required: ["from"]), limit: limit)
  }

  /// - Throws: `Problem` of code `invalid` unless either a content or a version is given, and where the span ends before it begins.
  init(_ call: Call, now: Instant) throws(Problem) {
    let body = call.json
    switch (body["content"]?.object, body["version"]?.integer) {
    case (let content?, nil): other = .draft(content)
    case (nil, let number?): other = .version(Int(number))
    default:
      throw Problem.invalid(
        "/version", "a version or a content is needed to compare with, not both", "需给出一个版本或一份内容用于比较，二者只能有一个")
    }
    from = body.instant("from") ?? now
    // What happens in this moment counts.
    to = body.instant("to") ?? now + .milliseconds(1)
    guard from <= to else { throw Problem.invalid("/to", "must not be before from", "不得早于 from") }
    examples = Int(body["examples"]?.integer ?? 20)
  }
}

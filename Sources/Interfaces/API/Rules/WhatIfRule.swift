// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Lifeline
import Packs
import Vocabulary

extension Endpoint {
  static func whatIfRule(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/rules/{code}/what-if", operationId: "whatIfRule",
      summary: "Which warnings there would have been",
      description:
        "Goes through the readings of a span of time by a draft or another version of a threshold rule, and compares "
        + "with the warnings that there were. Nothing is kept.",
      tag: "Warnings", access: .roles(decisionTesters), parameters: [.ruleCode],
      requestBody: WhatIfQuestion.body(.rules, limit: settings.draftLimit),
      responses: [200: .json("The comparison.", .schemaReference("ThresholdWhatIf"))], isHeavy: true
    ) { call in
      try call.principal.requireEverywhere(decisionTesters, for: "To go through the readings of all")
      let (code, now) = (call.path("code"), city.time.now())
      let asked = try WhatIfQuestion(call, now: now)
      let current = try city.rule(code)
      let rule: ThresholdRule
      switch asked.other {
      case .draft(let content):
        do throws(Problem) { rule = try city.rule(draft: content, as: code) } catch { throw error.inBody }
      case .version(let number): rule = try await city.rule(code, version: number)
      }
      let found = try await ThresholdReview(city).whatIf(
        rule, current: current, from: asked.from, to: asked.to, now: now, examples: asked.examples)
      return .json(found.answer(rule, from: asked.from, to: asked.to))
    }
  }
}

extension ThresholdWhatIf {
  fileprivate func answer(_ rule: ThresholdRule, from: Instant, to: Instant) -> JSON {
    var members: [String: JSON] = [
      "code": .string(rule.code), "from": .string(from.description), "to": .string(to.description),
      "series": .integer(Int64(series)), "readings": .integer(Int64(readings)), "did": did.answer,
      "would": would.answer, "kept": .integer(Int64(kept)), "gone": .integer(Int64(gone)),
      "added": .integer(Int64(added)), "goneExamples": .array(goneExamples.map(\.answer)),
      "addedExamples": .array(addedExamples.map(\.answer)), "failures": .integer(failures),
      "isComplete": .bool(isComplete),
    ]
    members["today"] = today.map {
      [
        "same": .integer(Int64($0.same)), "otherLevel": .integer(Int64($0.otherLevel)),
        "gone": .integer(Int64($0.gone)), "added": .integer(Int64($0.added)),
        "goneExamples": .array(goneToday.map(\.answer)),
      ]
    }
    members["failure"] = failure.map(\.json)
    members["lastSeries"] = lastSeries.map(JSON.string)
    return .object(members)
  }
}

extension ThresholdWhatIf.Count {
  fileprivate var answer: JSON {
    var peaks: [String: JSON] = [:]
    for level in WarningLevel.allCases { peaks[level.rawValue] = .integer(Int64(byPeak[level] ?? 0)) }
    return ["raised": .integer(Int64(raised)), "ended": .integer(Int64(ended)), "byPeak": .object(peaks)]
  }
}

extension ThresholdWhatIf.Episode {
  fileprivate var answer: JSON {
    var members: [String: JSON] = [
      "series": .string(series), "raisedAt": .string(raised.description), "peak": .string(peak.rawValue),
      "level": .string(level.rawValue), "extreme": .number(extreme),
    ]
    members["endedAt"] = ended.map { .string($0.description) }
    members["warning"] = warning.map { .string($0.description) }
    members["matter"] = matter.map { .string($0.description) }
    return .object(members)
  }
}

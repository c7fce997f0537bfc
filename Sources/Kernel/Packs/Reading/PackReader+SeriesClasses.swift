// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Vocabulary

extension PackReader {
  mutating func readSeriesClasses() {
    for place in definitions(in: "classes", .seriesClass) {
      let found: SeriesClass? = take(place) { reader, json in reader.seriesClass(json) }
      if let found { draft.seriesClasses.append(Found(value: found, place: place)) }
    }
  }
}

extension JSONReader {
  fileprivate mutating func seriesClass(_ json: JSON) -> SeriesClass? {
    let known = ["code", "name", "keep", "downsampling", "policy", "quality", "source"]
    guard let members = object(json, at: "", known: known) else { return nil }
    let code = string(members, "code", at: "", required: true) ?? ""
    _ = localized(members, "name", at: "")
    // How long something is kept and what counts as wrong is a matter of law or of a data sheet.
    _ = string(members, "source", at: "", required: true)
    var retention = RetentionClass(code: code == SeriesClass.fallback ? "" : code)
    retention.keep = duration(members, "keep", at: "")
    for (index, rule) in (members["downsampling"].flatMap { array($0, at: "/downsampling") } ?? []).enumerated() {
      if let rule = downsampling(rule, at: "/downsampling/\(index)") { retention.downsampling.append(rule) }
    }
    do throws(Problem) { try retention.check() } catch { pass(on: error, below: "") }
    let policy = named(members, "policy", at: "", of: Series.Policy.allCases) ?? .lastWins
    let quality = members["quality"].flatMap { rules($0, at: "/quality") }
    if code == SeriesClass.fallback, quality != nil || members["policy"] != nil {
      report("/code", "the class default has rules of retention alone: series name another for policy and quality")
    }
    return SeriesClass(code: code, retention: retention, policy: policy, quality: quality)
  }

  private mutating func downsampling(_ json: JSON, at pointer: String) -> RetentionClass.Downsampling? {
    guard let members = object(json, at: pointer, known: ["after", "step", "function"]) else { return nil }
    for key in ["after", "step"] where members[key] == nil { report("\(pointer)/\(key)", "is missing") }
    let function = named(members, "function", at: pointer, of: RetentionClass.Downsampling.Function.allCases)
    guard let after = duration(members, "after", at: pointer), let step = duration(members, "step", at: pointer) else {
      return nil
    }
    return RetentionClass.Downsampling(after: after, step: step, function: function ?? .mean)
  }

  private mutating func rules(_ json: JSON, at pointer: String) -> QualityRules? {
    let known = ["range", "changePerSecond", "flatLine", "gap", "clockSkew"]
    guard let members = object(json, at: pointer, known: known) else { return nil }
    var rules = QualityRules()
    if let range = members["range"] {
      let ends = (array(range, at: "\(pointer)/range") ?? []).compactMap(\.double)
      if ends.count == 2, ends[0] <= ends[1] {
        rules.range = ends[0]...ends[1]
      } else {
        report("\(pointer)/range", "is the lowest and the highest value, as in [-40, 60]")
      }
    }
    rules.changePerSecond = number(members, "changePerSecond", at: pointer)
    rules.flatLine = duration(members, "flatLine", at: pointer)
    rules.gap = duration(members, "gap", at: pointer)
    rules.clockSkew = duration(members, "clockSkew", at: pointer)
    do throws(Problem) { try rules.check() } catch { pass(on: error, below: pointer) }
    return rules
  }

  private mutating func duration(_ members: [String: JSON], _ key: String, at pointer: String) -> Duration? {
    period(members, key, at: pointer).map { .milliseconds($0) }
  }

  private mutating func named<Value: RawRepresentable<String>>(
    _ members: [String: JSON], _ key: String, at pointer: String, of all: [Value]
  ) -> Value? {
    guard let text = string(members, key, at: pointer) else { return nil }
    if let value = Value(rawValue: text) { return value }
    report(
      "\(pointer)/\(key)",
      "\"\(text.prefix(32))\" is none of \(all.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  private mutating func pass(on problem: Problem, below pointer: String) {
    for error in problem.errors { report("\(pointer)/\(error.pointer)", error.detail) }
  }
}

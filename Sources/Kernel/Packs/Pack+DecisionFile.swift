// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Foundation
import Vocabulary

/// What there is to say of a file of decisions.
public struct DecisionFileCheck: Sendable {
  public var faults: PackFaults
  /// What is allowed and yet likely to be a mistake.
  public var remarks: PackFaults
}

extension Pack {
  /// Checks the decisions of one YAML file with the tables and models beside it. Where it belongs to a pack, that is told which
  /// the check of the whole pack tells of it; otherwise what can be told without one.
  /// - Parameter file: as somebody named it; faults name files from there.
  public static func checkDecisions(in file: String, limits: DecisionLimits = DecisionLimits()) -> DecisionFileCheck {
    let url = URL(fileURLWithPath: file)
    let (name, folder) = (url.lastPathComponent, url.deletingLastPathComponent())
    let pack = folder.deletingLastPathComponent()
    let isOfPack =
      folder.standardizedFileURL.lastPathComponent == "decisions"
      && FileManager.default.fileExists(atPath: PackReader.path(pack.appending(path: "city.yaml")))
    let place = isOfPack ? "decisions/" : ""
    var reader = PackReader(
      folder: isOfPack ? pack : folder,
      shared: pack.standardizedFileURL.deletingLastPathComponent().appending(path: "shared"), limits: limits)
    if isOfPack {
      reader.readAll()
    } else if let file = reader.file(name) {
      reader.read(decisions: reader.definitions(of: [file], .decision), in: "")
    }
    let check = PackCheck.check(reader.draft)
    // The file itself, and those that it names.
    var own: Set<String> = [place + name]
    for element in PackReader(folder: folder, shared: folder, limits: limits).elements(of: name) {
      for key in ["table", "dmn"] { if let beside = element[key]?.string { own.insert(place + beside) } }
    }
    let start = file.dropLast(name.count)
    func told(_ faults: [PackFault]) -> PackFaults {
      PackFaults(
        Array(Set(faults)).filter { own.contains($0.file) }.map { fault in
          var fault = fault
          fault.file = String(start + fault.file.dropFirst(place.count))
          return fault
        })
    }
    return DecisionFileCheck(faults: told(reader.faults + check.faults), remarks: told(check.remarks))
  }
}

extension PackReader {
  /// What a file holds, without a word on what is wrong with it.
  fileprivate func elements(of name: String) -> [JSON] {
    var reader = self
    return reader.file(name)?.elements.map(\.json) ?? []
  }
}

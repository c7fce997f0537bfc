// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import Vocabulary

/// Reads the files of a pack and gathers everything that is wrong with them.
struct PackReader {
  let folder: URL
  /// Where definitions are that several packs use.
  let shared: URL
  let limits: DecisionLimits
  var draft = PackDraft()
  private(set) var faults: [PackFault] = []

  static let jsonSizeLimit = 64 << 20
  private static let files = ["city.yaml", "departments.yaml", "README.md", "LICENSE"]
  private static let folders = ["areas", "calendar", "classes", "decisions", "matters", "rules", "series"]

  init(folder: URL, shared: URL, limits: DecisionLimits) {
    self.folder = folder
    self.shared = shared
    self.limits = limits
  }

  mutating func report(_ fault: PackFault) { faults.append(fault) }

  /// Reads everything into `draft`.
  mutating func readAll() {
    guard checkEntries() else { return }
    readCity()
    readAreas()
    readDepartments()
    readCalendars()
    readDefinitions()
    readSeriesClasses()
    readSeries()
  }

  /// What a folder holds that nobody reads is mostly a misspelt name.
  private mutating func checkEntries() -> Bool {
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: Self.path(folder)) else {
      report(PackFault(file: Self.path(folder), detail: "there is no such folder that can be read"))
      return false
    }
    let known = Self.folders.map { $0 + "/" } + Self.files
    for entry in entries.sorted() where !entry.hasPrefix(".") {
      let isFolder = Self.isFolder(folder.appending(path: entry))
      if !(isFolder ? Self.folders : Self.files).contains(entry) {
        report(
          PackFault(
            file: isFolder ? entry + "/" : entry,
            detail: "a pack has no such \(isFolder ? "folder" : "file"); it has \(known.joined(separator: ", "))"))
      }
    }
    return true
  }

  /// The files in a folder of the pack, by name; an absent folder has none.
  /// - Parameter beside: endings of files that these files name, and that are not read by themselves.
  mutating func files(in name: String, endings: [String], beside: [String] = []) -> [PackFile] {
    let place = folder.appending(path: name, directoryHint: .isDirectory)
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: Self.path(place)) else { return [] }
    return entries.sorted().compactMap { entry in
      if entry.hasPrefix(".") || entry == "README.md" { return nil }
      if beside.contains(where: { entry.hasSuffix("." + $0) }) { return nil }
      guard endings.contains(where: { entry.hasSuffix("." + $0) }) else {
        let wanted = (endings + beside).map { "*." + $0 }.joined(separator: " and ")
        report(PackFault(file: "\(name)/\(entry)", detail: "\(name)/ holds \(wanted) alone"))
        return nil
      }
      return file("\(name)/\(entry)")
    }
  }

  /// A file by its path in the pack; `nil`, with a fault, when it cannot be read.
  mutating func file(_ path: String, at url: URL? = nil) -> PackFile? {
    let isYAML = path.hasSuffix(".yaml")
    guard
      let bytes = bytes(
        url ?? folder.appending(path: path), path, limit: isYAML ? YAMLDocument.sizeLimit : Self.jsonSizeLimit)
    else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      report(PackFault(file: path, detail: "the file is not in UTF-8"))
      return nil
    }
    return isYAML ? yaml(text, path) : json(bytes, path)
  }

  private mutating func yaml(_ text: String, _ path: String) -> PackFile? {
    do throws(YAMLFault) {
      let document = try YAMLDocument(text)
      for fault in document.faults {
        report(PackFault(file: path, line: fault.line, pointer: fault.pointer, detail: fault.detail))
      }
      return PackFile(path: path, yaml: document)
    } catch {
      report(PackFault(file: path, line: error.line, detail: error.detail))
      return nil
    }
  }

  private mutating func json(_ bytes: [UInt8], _ path: String) -> PackFile? {
    do throws(Problem) {
      return PackFile(path: path, json: try JSON(parsing: bytes), bytes: bytes)
    } catch {
      // "no valid JSON at line 7, column 12: …"
      let words = error.detail.split(separator: " ").drop { $0 != "line" }.dropFirst()
      let line = words.first.flatMap { Int($0.dropLast()) }
      report(PackFault(file: path, line: line, detail: error.detail))
      return nil
    }
  }

  /// The text of a file that another one names; `nil`, with a fault, when it cannot be read.
  mutating func text(_ path: String) -> String? {
    guard let bytes = bytes(folder.appending(path: path), path, limit: Self.jsonSizeLimit) else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      report(PackFault(file: path, detail: "the file is not in UTF-8"))
      return nil
    }
    return text
  }

  private mutating func bytes(_ url: URL, _ path: String, limit: Int) -> [UInt8]? {
    let place = Self.path(url.resolvingSymlinksInPath())
    guard let facts = try? FileManager.default.attributesOfItem(atPath: place) else {
      report(PackFault(file: path, detail: "there is no such file"))
      return nil
    }
    guard facts[.type] as? FileAttributeType == .typeRegular, let size = facts[.size] as? Int, size <= limit else {
      report(PackFault(file: path, detail: "a file of at most \(limit >> 20) MiB is expected"))
      return nil
    }
    guard let data = FileManager.default.contents(atPath: place) else {
      report(PackFault(file: path, detail: "the file cannot be read"))
      return nil
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return Array(data.starts(with: mark) ? data.dropFirst(3) : data)
  }

  private static func isFolder(_ url: URL) -> Bool {
    (try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
  }

  static func path(_ url: URL) -> String { url.path(percentEncoded: false) }
}

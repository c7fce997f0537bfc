// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Vocabulary

/// What a data folder says of the demo city in it: the file `demo.json`.
public struct DemoRecord: Hashable, Sendable {
  public var size: DemoSize
  public var seed: UInt64
  /// When the history ends and life begins.
  public var now: Instant
  /// Whether the end of the history was asked for: such a city goes on from it whenever it is served.
  public var hasOwnTime: Bool
  /// Whether everything was written.
  public var isComplete: Bool

  public init(size: DemoSize, seed: UInt64, now: Instant, hasOwnTime: Bool = false, isComplete: Bool = false) {
    self.size = size
    self.seed = seed
    self.now = now
    self.hasOwnTime = hasOwnTime
    self.isComplete = isComplete
  }

  /// The earliest time at which the city goes on after a pause: a hole of months, after which everything is late, would be
  /// no city that can be looked at again.
  public func goesOn(at present: Instant) -> Instant { hasOwnTime ? now : present }

  /// `nil` for a folder without a demo city.
  /// - Throws: `Problem` when the file cannot be understood.
  public static func read(in folder: URL) throws(Problem) -> DemoRecord? {
    guard let data = try? Data(contentsOf: file(in: folder)) else { return nil }
    let json = try JSON(parsing: Array(data))
    guard let size = json["size"]?.string.flatMap(DemoSize.init(rawValue:)),
      let seed = json["seed"]?.string.flatMap({ UInt64($0) }), let text = json["now"]?.string, let now = Instant(text),
      let isComplete = json["complete"]?.bool
    else {
      throw Problem(
        .invalid, "\(file(in: folder).path) is no record of a demo city; give another data folder.",
        "\(file(in: folder).path) 不是演示城市的记录，请换用其他数据文件夹。")
    }
    return DemoRecord(
      size: size, seed: seed, now: now, hasOwnTime: json["ownTime"]?.bool ?? false, isComplete: isComplete)
  }

  /// - Throws: `Problem` of code `unavailable`.
  public func write(in folder: URL) throws(Problem) {
    let json: JSON = [
      "size": .string(size.rawValue), "seed": .string(String(seed)), "now": .string(now.description),
      "ownTime": .bool(hasOwnTime), "complete": .bool(isComplete),
    ]
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data((json.text + "\n").utf8).write(to: Self.file(in: folder), options: .atomic)
    } catch {
      throw Problem(
        .unavailable, "\(Self.file(in: folder).path) cannot be written: \(error.localizedDescription)",
        "无法写入 \(Self.file(in: folder).path)：\(error.localizedDescription)")
    }
  }

  private static func file(in folder: URL) -> URL { folder.appending(path: "demo.json") }
}

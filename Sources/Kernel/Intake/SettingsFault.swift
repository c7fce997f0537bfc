// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What is wrong with a file that sets up a door, such as its list of devices: named by file and line.
public struct SettingsFault: Error, CustomStringConvertible {
  public let description: String

  public init(description: String) { self.description = description }

  /// The text of such a file.
  public static func text(of url: URL) throws(SettingsFault) -> String {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw SettingsFault(description: "\(url.relativePath): there is no such file that can be read")
    }
    return text
  }
}

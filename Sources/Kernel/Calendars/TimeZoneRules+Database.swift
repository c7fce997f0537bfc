// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TimeZoneRules {
  /// Reads a zone from the system's time zone database.
  ///
  /// - Parameters:
  ///   - name: a name of the IANA database, such as `America/New_York`; `UTC` and `Etc/UTC` need no database.
  ///   - directory: where the database's compiled files are.
  /// - Throws: `Problem` of code `invalid` that says what is wrong: no such zone, no database, a damaged file.
  public static func named(
    _ name: String, directory: String = "/usr/share/zoneinfo"
  ) throws(Problem) -> TimeZoneRules {
    if name == "UTC" || name == "Etc/UTC" {
      return TimeZoneRules(name: name, starts: utc.starts, offsets: utc.offsets, repeatsFrom: nil)
    }
    guard isName(name) else {
      throw Problem(
        .invalid, "\"\(name.prefix(64))\" is no name of a time zone; one looks like Asia/Shanghai",
        "“\(name.prefix(64))”不是时区名称；时区名称如 Asia/Shanghai")
    }
    guard let bytes = contents(of: directory + "/" + name) else {
      throw Problem(
        .invalid, "no time zone \"\(name)\" in \(directory); a name looks like Asia/Shanghai, the package is tzdata",
        "\(directory) 中没有时区“\(name)”；时区名称如 Asia/Shanghai，所在软件包为 tzdata")
    }
    return try TimeZoneRules(name: name, file: bytes)
  }

  /// Whether the name stays inside the database's folder.
  private static func isName(_ name: String) -> Bool {
    guard name.utf8.count <= 64 else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy {
          switch $0 {
          case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
  }

  /// The file's bytes; `nil` when it cannot be read or is larger than any time zone.
  private static func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    let bound = 1 << 18
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: bound + 1) { buffer, count in
      count = fread(buffer.baseAddress, 1, bound + 1, file)
      failed = ferror(file) != 0
    }
    return failed || bytes.count > bound ? nil : bytes
  }
}

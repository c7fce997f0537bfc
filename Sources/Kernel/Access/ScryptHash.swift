// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras

/// A password as it is stored: `$scrypt$ln=15,r=8,p=1$SALT$HASH`, the last two in base64 without padding.
struct ScryptHash: Hashable, Sendable {
  var parameters: ScryptParameters
  var salt: [UInt8]
  var key: [UInt8]

  /// Computes the hash; takes the time and memory that the parameters ask for.
  init(of password: [UInt8], parameters: ScryptParameters, salt: [UInt8]) throws {
    self.parameters = parameters
    self.salt = salt
    key = try Self.derive(password, salt, parameters, count: 32)
  }

  /// A hash that no password has, to spend the time of a real one.
  init(matchingNothing parameters: ScryptParameters) {
    self.parameters = parameters
    salt = Array(repeating: 0, count: 16)
    key = Array(repeating: 0, count: 32)
  }

  /// `nil` when the text is no such hash or asks for more than 2 GiB.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let salt = Secret.bytes(base64: parts[3]),
      let key = Secret.bytes(base64: parts[4]), !salt.isEmpty, key.count >= 16
    else { return nil }
    var numbers: [Int] = []
    let settings = parts[2].split(separator: ",", omittingEmptySubsequences: false)
    for (name, setting) in zip(["ln=", "r=", "p="], settings) {
      guard setting.hasPrefix(name), let number = Int(setting.dropFirst(name.count)) else { return nil }
      numbers.append(number)
    }
    guard settings.count == 3, (1...20).contains(numbers[0]), (1...32).contains(numbers[1]),
      (1...16).contains(numbers[2]), numbers[0] < 16 * numbers[1]
    else { return nil }
    parameters = ScryptParameters(logN: numbers[0], r: numbers[1], p: numbers[2])
    self.salt = salt
    self.key = key
  }

  var text: String {
    "$scrypt$ln=\(parameters.logN),r=\(parameters.r),p=\(parameters.p)$\(Secret.base64(salt))$\(Secret.base64(key))"
  }

  /// Computes the hash of `password` with the stored parameters and compares in constant time.
  func matches(_ password: [UInt8]) throws -> Bool {
    Secret.equal(try Self.derive(password, salt, parameters, count: key.count), key)
  }

  /// Whether any parameter is smaller than it would be today.
  func isWeaker(than present: ScryptParameters) -> Bool {
    parameters.logN < present.logN || parameters.r < present.r || parameters.p < present.p
  }

  private static func derive(
    _ password: [UInt8], _ salt: [UInt8], _ parameters: ScryptParameters, count: Int
  ) throws -> [UInt8] {
    try KDF.Scrypt.deriveKey(
      from: password, salt: salt, outputByteCount: count, rounds: 1 << parameters.logN, blockSize: parameters.r,
      parallelism: parameters.p
    ).withUnsafeBytes { [UInt8]($0) }
  }
}

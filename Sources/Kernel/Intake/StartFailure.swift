// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a door cannot be opened, in words for whoever starts the program.
public struct StartFailure: Error, CustomStringConvertible {
  public var description: String

  public init(description: String) { self.description = description }

  /// The address or port named that is not to be had; any other error as it is.
  /// - Parameters:
  ///   - code: `errno` of the call that failed; `nil` where it was none of the system's.
  ///   - option: the command's option for the port: `--port`.
  public static func readable(
    _ error: any Error, code: Int32?, host: String, port: Int, option: String
  ) -> any Error {
    guard let code else { return error }
    let place = "\(host):\(port)"
    switch code {
    case EADDRINUSE:
      return StartFailure(
        description: "\(place) is in use by another program: stop that one, or give another port with \(option).")
    case EADDRNOTAVAIL:
      return StartFailure(
        description: "\(host) is no address of this machine: give one with --host, or 0.0.0.0 for all.")
    case EACCES:
      return StartFailure(
        description: "\(place) may not be listened on by this user: give a port from 1024 on with \(option).")
    default: return error
    }
  }
}

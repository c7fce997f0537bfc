// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a server cannot begin, in words for whoever starts it.
struct StartFailure: Error, CustomStringConvertible {
  var description: String

  /// The address or port named that is not to be had; any other error as it is.
  static func readable(_ error: any Error, _ settings: ServerSettings) -> any Error {
    guard let code = (error as? IOError)?.errnoCode else { return error }
    let place = "\(settings.host):\(settings.port)"
    switch code {
    case EADDRINUSE:
      return StartFailure(
        description: "\(place) is in use by another program: stop that one, or give another port with --port.")
    case EADDRNOTAVAIL:
      return StartFailure(
        description: "\(settings.host) is no address of this machine: give one with --host, or 0.0.0.0 for all.")
    case EACCES:
      return StartFailure(
        description: "\(place) may not be listened on by this user: give a port from 1024 on with --port.")
    default: return error
    }
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Intake
import Testing

@Suite struct StartFailureTests {
  private struct Cause: Error {}

  @Test(arguments: [
    (EADDRINUSE, "127.0.0.1:1883 is in use by another program: stop that one, or give another port with --mqtt-port."),
    (EADDRNOTAVAIL, "127.0.0.1 is no address of this machine: give one with --host, or 0.0.0.0 for all."),
    (EACCES, "127.0.0.1:1883 may not be listened on by this user: give a port from 1024 on with --mqtt-port."),
  ])
  func namesWhatCannotBeHad(code: Int32, words: String) {
    let failure = StartFailure.readable(Cause(), code: code, host: "127.0.0.1", port: 1883, option: "--mqtt-port")
    #expect("\(failure)" == words)
  }

  @Test(arguments: [nil, EIO]) func leavesOthersAsTheyAre(code: Int32?) {
    let failure = StartFailure.readable(Cause(), code: code, host: "127.0.0.1", port: 1883, option: "--port")
    #expect(failure is Cause)
  }
}

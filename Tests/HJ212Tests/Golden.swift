// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import HJ212

/// Frames whose checksums were computed apart from this program, after annex A.
enum Golden {
  static let upload =
    "##0170QN=20261124155000123;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
    + "CP=&&DataTime=20261124155000;w01018-Rtd=63.5,w01018-Flag=N;w21003-Rtd=0.25,w21003-Flag=D&&CAC1\r\n"
  static let answer =
    "##0087QN=20261124155000123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n"
  static let checksumRefusal =
    "##0094QN=20261124155000123;ST=91;CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=9&&E681\r\n"
  static let wrongPassword =
    "##0126QN=20261124155000124;ST=32;CN=2011;PW=654321;MN=010000A8900016F000169DC0;Flag=5;"
    + "CP=&&DataTime=20261124155000;w01018-Rtd=63.5&&8941\r\n"

  static let number = "010000A8900016F000169DC0"
  static let device = Device(number: number, password: "123456", code: "outfall", system: "32")

  /// A frame of that device.
  static func frame(
    _ command: Int, _ content: String, number: String = "20261124155000123", system: String = "32", flag: Int = 5,
    change: (inout Frame) -> Void = { _ in }
  ) -> [UInt8] {
    var frame = Frame(
      number: number, system: system, command: command, password: "123456", device: Golden.number, flag: flag,
      content: content)
    change(&frame)
    return frame.bytes
  }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What a request is answered with, as `QnRtn` of command 9011 (HJ 212-2017 table of request return values).
public enum ReturnCode: Int, Sendable {
  /// 准备执行请求
  case ready = 1
  /// 请求被拒绝
  case refused = 2
  /// PW 错误
  case password = 3
  /// MN 错误
  case device = 4
  /// ST 错误
  case system = 5
  /// Flag 错误
  case flag = 6
  /// QN 错误
  case number = 7
  /// CN 错误
  case command = 8
  /// CRC 校验错误
  case checksum = 9
  /// 未知错误
  case unknown = 100
}

/// What became of a command, as `ExeRtn` of command 9012.
public enum ExecutionCode: Int, Sendable {
  case done = 1
  case failed = 2
  case wrongCondition = 3
  case timeout = 4
  case busy = 5
  case fault = 6
  case noData = 100
}

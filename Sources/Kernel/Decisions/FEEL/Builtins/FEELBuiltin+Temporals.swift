// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELBuiltin {
  /// The functions about dates and the present (DMN 1.5, 10.3.4.8 and 10.3.4.11).
  static let temporals: [FEELBuiltin] = [
    FEELBuiltin(
      "day of year", returns: .number,
      BuiltinSignature(.date("date")) { date, _ in .number(Decimal128(date.dayOfYear)) }),
    FEELBuiltin(
      "day of week", returns: .string,
      BuiltinSignature(.date("date")) { date, _ in .string(weekdays[date.weekday - 1]) }),
    FEELBuiltin(
      "month of year", returns: .string, BuiltinSignature(.date("date")) { date, _ in .string(months[date.month - 1]) }),
    FEELBuiltin(
      "week of year", returns: .number,
      BuiltinSignature(.date("date")) { date, _ in .number(Decimal128(date.weekOfYear)) }),
    FEELBuiltin("now", returns: .dateAndTime, BuiltinSignature { run in run.now.map { .dateAndTime($0) } }),
    FEELBuiltin("today", returns: .date, BuiltinSignature { run in run.now.map { .date($0.date) } }),
  ]

  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}

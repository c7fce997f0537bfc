// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension CalendarDefinition {
  /// The last day for which the holidays are known: the end of the last year that has any, as they are published by the year
  /// (国务院办公厅节假日安排通知). Later days count by the weekly hours alone. `nil` for a calendar without holidays.
  public var holidaysKnownUntil: CivilDate? {
    let years = holidays.keys.map(\.year) + makeUpWorkdays.keys.map(\.year)
    return years.max().flatMap { CivilDate(year: $0, month: 12, day: 31) }
  }
}

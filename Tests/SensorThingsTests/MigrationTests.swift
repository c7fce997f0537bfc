// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SensorThings

struct MigrationTests {
  @Test func numbersRise() { #expect(sensorThingsMigrations.map(\.number) == [120]) }
}

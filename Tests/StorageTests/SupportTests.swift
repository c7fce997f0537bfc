// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import TestSupport

@Test func serverStartsAndStops() async throws {
  let uri = try await TestDatabase.postgresURI()
  print(uri)
  let server = try await PostgreSQLServer()
  try await server.stop()
  try await server.start()
  print(try await server.makeDatabase())
}

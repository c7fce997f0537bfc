// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HJ212

struct RegistryTests {
  @Test func readsDevices() throws {
    let registry = try DeviceRegistry(
      parsing: """
        - mn: 010000A8900016F000169DC0
          password: "123456"
          code: outfall-1
          name: {en: Outfall 1, zh-Hans: 一号排口}
          system: "32"
          entity: urn:ngsi-ld:Outfall:1
          units: {a34004: ug/m3}
        - {mn: X, password: p}
        """, name: "hj212.yaml")
    let device = try #require(registry.devices["010000A8900016F000169DC0"])
    #expect(device.code == "outfall-1" && device.password == "123456" && device.units == ["a34004": "ug/m3"])
    #expect(registry.devices["X"]?.code == "X")
  }

  @Test(arguments: [
    ("a: b", "hj212.yaml:1: a registry is a list"), ("- {mn: X}", "hj212.yaml:1: password is missing"),
    ("- {password: X}", "hj212.yaml:1: mn is missing"),
    ("- {mn: X, password: p}\n- {mn: X, password: p}", "hj212.yaml:2: the device X is given twice"),
    ("- {mn: X, password: p, code: a}\n- {mn: Y, password: p, code: a}", "the code a is that of several devices"),
    ("- {mn: X, password: p, colour: red}", "a device has no colour"),
    ("- {mn: X, password: p, name: {en: a}}", "a name is given in en and zh-Hans"),
    ("- {mn: 0123456789012345678901234, password: p}", "mn has at most 24 characters"),
    ("- {mn: X, password: p, code: a b}", "a code has at most 100 bytes"), ("- [", "hj212.yaml"),
  ]) func refuses(text: String, reason: String) {
    #expect { try DeviceRegistry(parsing: text, name: "hj212.yaml") } throws: { "\($0)".contains(reason) }
  }
}

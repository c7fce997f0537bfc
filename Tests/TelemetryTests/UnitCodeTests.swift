// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import TestSupport
import Testing

/// Units in the case-sensitive codes of UCUM.
struct UnitCodeTests {
  @Test(arguments: [
    "1", "%", "Cel", "m", "mm", "km/h", "m/s2", "kg.m/s2", "ug/m3", "L/min", "l/min", "kPa", "mbar", "kW.h", "dB",
    "dB[SPL]", "[g]",
    "mm[Hg]", "m[H2O]", "[in_i]", "[degF]", "10*3/uL", "10^6", "10*-6.mol/L", "/min", "/m3", "{NTU}", "m{depth}",
    "g/(8.h)",
    "4.[pi].10*-7.N/A2", "m2.kg", "s-1", "m+2", "(m/s)/s", "''", "deg", "[ppm]", "[iU]/mL", "um/m", "MiBy", "uS/cm",
    "dag", "cd",
    "min", "Pa", "mo", "[m/s2/Hz^0.5]", "B[10.nV]", "1{count}", "{a}/{b}", "kat", "[hp_M]", "Gy", "V.A",
    "mol/(L.s)", "a", "h",
  ]) func takesUnits(code: String) { #expect(UnitCode.fault(in: code) == nil) }

  @Test(arguments: [
    ("", "has 1 to 64 characters"), ("degC", "write Cel"), ("°C", "write Cel"), ("m^3", "write m3"),
    ("kWh", "write kW.h"),
    ("µg/m³", "write ug/m3"), ("psi", "write [psi]"), ("rpm", "write /min"), ("NTU", "write {NTU}"),
    ("kmin", "\"min\" takes no prefix"),
    ("CEL", "the code \"Cel\" is written so"), ("hpa", "there is no unit \"hpa\""),
    ("m//s", "a unit is missing before"),
    ("m/", "a unit is missing at its end"), (".m", "a unit is missing before"), ("m s", "without spaces"),
    ("(m/s", "a ( has no )"),
    ("m)", "has no place behind a whole unit"), ("m{a", "a { has no }"), ("m{a{b}}", "an annotation holds another"),
    ("[in_i", "a [ has no ]"), ("m2s", "before \"s\" a . or / is missing"), ("m-", "come digits"),
    ("{a}m", "before \"m\""),
    ("cars", "an annotation, {cars}"), ("米", "printable ASCII"), ("m\u{0}", "printable ASCII"), ("+", "begins no unit"),
    (String(repeating: "m.", count: 40) + "m", "1 to 64 characters"), ("kgkg", "there is no unit"),
    ("l/MIN", "\"min\" is written so"),
    ("3m", "has no place behind a whole unit"), ("10*x", "before \"x\""),
  ]) func namesWhatIsWrong(code: String, detail: String) {
    let fault = UnitCode.fault(in: code)
    #expect(fault?.contains(detail) == true, "\(code): \(fault ?? "taken")")
  }

  @Test func survivesAnything() {
    var generator = SeededGenerator(seed: 9)
    let letters = Array("mkgsLadCel[]{}().//+-123*^%'_ °")
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 0..<12, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
      _ = UnitCode.fault(in: text)
    }
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Testing

/// Values worked out by hand (DMN 1.5, 10.3.2.3.1 and tables 56, 58, 60, 76).
@Suite struct Decimal128Tests {
  static func number(_ text: String) throws -> Decimal128 { try #require(Decimal128(text), "\(text)") }

  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("1", "1"), ("1.50", "1.50"), (".5", "0.5"), ("-1.5", "-1.5"), ("007", "7"),
    ("1e3", "1000"), ("1.2E-3", "0.0012"), ("1E+2", "100"), ("0.000", "0.000"),
    ("9999999999999999999999999999999999", "9999999999999999999999999999999999"),
    // The 35th digit decides; a tie goes to the even neighbour.
    ("10000000000000000000000000000000005", "10000000000000000000000000000000000"),
    ("10000000000000000000000000000000015", "10000000000000000000000000000000020"),
    (
      "100000000000000000000000000000000050000000000000000001", "100000000000000000000000000000000100000000000000000000"
    ),
    ("1e200", "1E+200"), ("1.5e-150", "1.5E-150"), ("1e6144", "1.000000000000000000000000000000000E+6144"),
  ])
  func readsAndWrites(text: String, written: String) throws {
    #expect(try Self.number(text).description == written)
  }

  @Test(arguments: ["", "-", ".", "1.", "+1", "1.2.3", "1e", "1e+", "0x1", " 1", "1 ", "١", "NaN", "1e6145", "1e-6177"])
  func refuses(text: String) { #expect(Decimal128(text) == nil) }

  @Test(arguments: [
    ("0.1", "0.2", "0.3"), ("1.10", "2.2", "3.30"), ("-5", "5", "0"),
    ("1e33", "0.4", "1000000000000000000000000000000000"),
    ("1e33", "0.5", "1000000000000000000000000000000000"), ("1e33", "0.51", "1000000000000000000000000000000001"),
    ("1e34", "-0.5", "9999999999999999999999999999999999.5"),
    ("1e40", "-1e-40", "10000000000000000000000000000000000000000"),
  ])
  func adds(left: String, right: String, sum: String) throws {
    let result = try Self.number(left).adding(Self.number(right))
    #expect(try result == Self.number(sum).rounded(scale: 40, .halfEven))
  }

  @Test(arguments: [
    ("10", "4", "2.5"), ("1", "3", "0.3333333333333333333333333333333333"),
    ("2", "3", "0.6666666666666666666666666666666667"),
    ("100", "10", "10"), ("1.00", "1", "1.00"), ("1", "8", "0.125"), ("-7", "2", "-3.5"),
  ])
  func divides(left: String, right: String, quotient: String) throws {
    #expect(try Self.number(left).divided(by: Self.number(right))?.description == quotient)
  }

  @Test func whatIsNoNumberIsNil() throws {
    #expect(Decimal128.one.divided(by: .zero) == nil)
    #expect(Decimal128.one.modulo(.zero) == nil)
    #expect(Decimal128(-1).squareRoot() == nil)
    #expect(Decimal128.zero.naturalLogarithm() == nil)
    #expect(Decimal128(-1).naturalLogarithm() == nil)
    #expect(Decimal128.zero.raised(to: -1) == nil)
    #expect(try Decimal128(-8).raised(to: Self.number("0.5")) == nil)
    #expect(Decimal128(10).raised(to: 6145) == nil)
    #expect(Decimal128(10).raised(to: 1_000_000_000) == nil)
    #expect(try Self.number("9e6144").adding(Self.number("9e6144")) == nil)
    #expect(try Self.number("1e-6000").multiplied(by: Self.number("1e-6000")) == nil)
    #expect(Decimal128(20_000).exponential() == nil)
    #expect(Decimal128(-20_000).exponential() == nil)
    #expect(Decimal128.one.rounded(scale: 6177, .up) == nil)
    #expect(Decimal128.one.rounded(scale: -6112, .up) == nil)
  }

  @Test(arguments: [
    ("12", "5", "2"), ("-12", "5", "3"), ("12", "-5", "-3"), ("-12", "-5", "-2"), ("10.1", "4.5", "1.1"),
    ("-10.1", "4.5", "3.4"), ("10.1", "-4.5", "-3.4"), ("-10.1", "-4.5", "-1.1"), ("0", "4", "0"), ("1e30", "7", "1"),
  ])
  func takesTheRemainderWithTheSignOfTheDivisor(dividend: String, divisor: String, rest: String) throws {
    #expect(try Self.number(dividend).modulo(Self.number(divisor)) == Self.number(rest))
  }

  @Test func roundsByEveryRule() throws {
    let rules: [Decimal128.Rounding] = [.halfEven, .up, .down, .halfUp, .halfDown, .floor, .ceiling]
    // IEEE 754-2008, 4.3, with the rows of java.math.RoundingMode's table.
    let rows: [(String, [Int])] = [
      ("5.5", [6, 6, 5, 6, 5, 5, 6]), ("2.5", [2, 3, 2, 3, 2, 2, 3]), ("1.6", [2, 2, 1, 2, 2, 1, 2]),
      ("1.1", [1, 2, 1, 1, 1, 1, 2]), ("1.0", [1, 1, 1, 1, 1, 1, 1]), ("-1.1", [-1, -2, -1, -1, -1, -2, -1]),
      ("-1.6", [-2, -2, -1, -2, -2, -2, -1]), ("-2.5", [-2, -3, -2, -3, -2, -3, -2]),
      ("-5.5", [-6, -6, -5, -6, -5, -6, -5]),
    ]
    for (text, expected) in rows {
      let number = try Self.number(text)
      #expect(rules.map { number.rounded(scale: 0, $0)?.int } == expected, "\(text)")
    }
    #expect(try Self.number("1234.5").rounded(scale: -2, .halfEven) == 1200)
    #expect(try Self.number("1234.5").rounded(scale: -5, .up) == 100_000)
    #expect(try Self.number("2").rounded(scale: 2, .halfEven)?.description == "2.00")
    #expect(try Self.number("5.5").rounded(scale: 6176, .up) == Self.number("5.5"))
  }

  @Test func equalNumbersAreOneKey() throws {
    let numbers = try ["1", "1.0", "1.00", "10e-1", "0.1e1", "1.000000000000000000000000000000000"].map(Self.number)
    #expect(Set(numbers).count == 1)
    #expect(try Set(["0", "0.0", "0e10", "-0.00"].map(Self.number)).count == 1)
    #expect(try Set(["1", "-1", "10", "0.1", "-0.1"].map(Self.number)).count == 5)
  }

  @Test func isAWholeNumberOrNot() throws {
    #expect(try Self.number("1.00").int == 1)
    #expect(try Self.number("1.01").int == nil)
    #expect(try Self.number("1e18").int == 1_000_000_000_000_000_000)
    #expect(try Self.number("1e19").int == nil)
    #expect(Decimal128(.min).int == .min)
    #expect(Decimal128(.max).int == .max)
    #expect(try Self.number("-9223372036854775809").int == nil)
    #expect(try Self.number("1e6000").isInteger)
    #expect(try !Self.number("1e-6000").isInteger)
    #expect(Decimal128.zero.isInteger)
  }

  @Test func meetsDoubles() throws {
    #expect(Decimal128(rounding: 0.1) == (try Self.number("0.1")))
    #expect(Decimal128(exactly: 0.1) == nil)
    #expect(Decimal128(exactly: 0.375) == (try Self.number("0.375")))
    #expect(Decimal128(exactly: -2.5e10) == (try Self.number("-25000000000")))
    #expect(Decimal128(exactly: .nan) == nil)
    #expect(Decimal128(rounding: .infinity) == nil)
    #expect(try Self.number("1e400").double == .infinity)
    #expect(try Self.number("0.1").double == 0.1)
    #expect(try Self.number("-1.7976931348623157e308").double == -1.7976931348623157e308)
  }

  @Test func computesRootsPowersAndLogarithms() throws {
    #expect(Decimal128(16).squareRoot()?.description == "4")
    #expect(Decimal128(2).squareRoot()?.description == "1.414213562373095048801688724209698")
    #expect(Decimal128(5).raised(to: 2)?.description == "25")
    #expect(Decimal128(5).raised(to: -2)?.description == "0.04")
    #expect(Decimal128(4).raised(to: try Self.number("0.5")) == 2)
    #expect(Decimal128(0).raised(to: 0) == 1)
    // 5⁵⁰ has 35 digits, the last a 5 behind a 2: a tie.
    #expect(Decimal128(5).raised(to: 50)?.description == "88817841970012523233890533447265620")
    #expect(Decimal128(1).exponential()?.description == "2.718281828459045235360287471352662")
    #expect(Decimal128(0).exponential() == 1)
    #expect(Decimal128(10).naturalLogarithm()?.description == "2.302585092994045684017991454684364")
    #expect(Decimal128(1).naturalLogarithm() == 0)
  }
}

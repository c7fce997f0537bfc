// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import Testing

/// The arithmetic beside the decimal arithmetic of Python, which follows the same standard.
@Suite struct Decimal128PythonTests {
  /// Writes `operation a b result`, one a line; the result is `nil` where there is no number.
  static let script = #"""
    import random, sys
    from decimal import *
    setcontext(Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=1, traps=[]))
    wide = Context(prec=110, Emin=-999999, Emax=999999, traps=[])
    vast = Context(prec=13000, Emin=-999999, Emax=999999, traps=[])
    rules = [ROUND_HALF_EVEN, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_FLOOR, ROUND_CEILING]
    R = random.Random(int(sys.argv[1]))

    def number(largest=None):
        kind = R.random()
        if kind < .25: return Decimal(R.randint(-1000, 1000))
        if kind < .45: return Decimal(R.randint(-10**6, 10**6)).scaleb(-R.randint(0, 6))
        digits = R.randint(1, 34)
        c = R.randint(0, 10**digits - 1)
        if R.random() < .3: c = c // 10**(digits // 2) * 10**(digits // 2)
        if R.random() < .1: c = 10**digits - 1
        e = largest or R.choice([3, 20, 40, 6000])
        return Decimal((R.randint(0, 1), tuple(map(int, str(c))), R.randint(-e, e)))

    def put(operation, a, b, result):
        if result is not None and (result.is_nan() or result.is_infinite()): result = None
        print(operation, a, b, "nil" if result is None else result)

    for _ in range(int(sys.argv[2])):
        operation = R.choice(["add", "add", "sub", "sub", "mul", "mul", "div", "div", "mod", "cmp", "cmp", "sqrt", "round",
                              "round", "round", R.choice(["pow", "powf", "exp", "ln"])])
        a, b = number(), number()
        if operation == "add": put(operation, a, b, a + b)
        elif operation == "sub": put(operation, a, b, a - b)
        elif operation in ("mul", "div"):
            if operation == "div" and b == 0: put(operation, a, b, None); continue
            r = a * b if operation == "mul" else a / b
            put(operation, a, b, None if r == 0 and a != 0 and b != 0 else r)
        elif operation == "mod":
            if b == 0: put(operation, a, b, None); continue
            if abs(a.adjusted() - b.adjusted()) > 5000: continue
            r = vast.subtract(a, vast.multiply(vast.divide_int(a, b), b))
            if r != 0 and (r < 0) != (b < 0): r = vast.add(r, b)
            put(operation, a, b, +r)
        elif operation == "cmp":
            if R.random() < .3: b = a.normalize()
            put(operation, a, b, a.compare(b))
        elif operation == "sqrt": put(operation, a, 0, a.sqrt() if a >= 0 else None)
        elif operation == "round":
            scale, rule = R.randint(-40, 40), R.randint(0, 6)
            r = vast.copy(); r.rounding = rules[rule]
            r = r.quantize(a, Decimal((0, (1,), -scale))) if -scale > a.as_tuple().exponent else a
            if +r == r: put("round" + str(rule), a, scale, r)
        elif operation == "pow":
            b = Decimal(R.randint(-60, 60)) if R.random() < .7 else Decimal(R.randint(-100000, 100000))
            if R.random() < .3:
                a = 1 + Decimal(R.randint(1, 10**9)).scaleb(-R.randint(9, 20))
                b = Decimal(R.randint(-999999999, 999999999))
            if a == 0: continue
            r = +wide.power(a, b)
            put(operation, a, b, None if r == 0 else r)
        elif operation == "powf":
            a, b = abs(number(20)), number(3)
            if a == 0 or b == b.to_integral_value() or abs(b) > 999999999: continue
            r = +wide.power(a, b)
            put("pow", a, b, None if r == 0 else r)
        elif operation == "exp":
            a = number(3)
            if abs(a) > 20000: a = a.scaleb(-30)
            r = +wide.exp(a)
            put(operation, a, 0, None if r == 0 else r)
        elif operation == "ln":
            if R.random() < .3: a = 1 + Decimal(R.randint(-10**9, 10**9)).scaleb(-R.randint(12, 33))
            put(operation, a, 0, +wide.ln(a) if a > 0 else None)
    """#

  @Test func agreesWithPython() async throws {
    guard let lines = try Self.cases(seed: 7, count: FuzzSize.count(3000)) else {
      print("skipped: there is no python3 to compare decimal arithmetic with")
      return
    }
    #expect(lines.count > 2000)
    for line in lines {
      let words = line.split(separator: " ")
      let left = try #require(Decimal128(words[1]), "\(line)")
      let right = try #require(Decimal128(words[2]), "\(line)")
      let result = Self.result(words[0], left, right)
      let expected = words[3] == "nil" ? nil : Decimal128(words[3])
      #expect(result == expected, "\(line), got \(result?.description ?? "nil")")
      if words[0] == "cmp", words[3] == "0" { #expect(left.hashValue == right.hashValue, "\(line)") }
      if let result { #expect(Decimal128(result.description) == result) }
    }
  }

  static func result(_ operation: Substring, _ left: Decimal128, _ right: Decimal128) -> Decimal128? {
    let rules: [Decimal128.Rounding] = [.halfEven, .up, .down, .halfUp, .halfDown, .floor, .ceiling]
    switch operation {
    case "add": return left.adding(right)
    case "sub": return left.subtracting(right)
    case "mul": return left.multiplied(by: right)
    case "div": return left.divided(by: right)
    case "mod": return left.modulo(right)
    case "cmp": return Decimal128(left < right ? -1 : left == right ? 0 : 1)
    case "sqrt": return left.squareRoot()
    case "pow": return left.raised(to: right)
    case "exp": return left.exponential()
    case "ln": return left.naturalLogarithm()
    default:
      guard let rule = operation.last.flatMap({ Int(String($0)) }), let scale = right.int else { return nil }
      return left.rounded(scale: scale, rules[rule])
    }
  }

  /// What Python says; `nil` when there is none.
  static func cases(seed: Int, count: Int) throws -> [Substring]? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, String(seed), String(count)]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }
}

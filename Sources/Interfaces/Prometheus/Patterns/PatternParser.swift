// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads the syntax of RE2, as far as it is understood here.
struct PatternParser {
  private let pattern: String
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  private var ignoresCase = false
  /// The names of groups by their numbers, the first for the whole; `nil` for those without.
  private var names: [String?] = [nil]

  static func parse(_ pattern: String) throws(PatternError) -> (node: PatternNode, names: [String?]) {
    var parser = PatternParser(pattern)
    let node = try parser.choice()
    guard parser.peek == nil else { throw parser.fault("unexpected )", "多余的 )") }
    return (node, parser.names)
  }

  private init(_ pattern: String) {
    self.pattern = pattern
    scalars = Array(pattern.unicodeScalars)
  }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  private func fault(_ detail: String, _ chinese: String) -> PatternError { PatternError(pattern, detail, chinese) }

  private mutating func choice() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw fault("expression nests too deeply", "嵌套过深") }
    let outside = ignoresCase
    defer { ignoresCase = outside }
    var choices = [try sequence()]
    while take("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = peek, scalar != "|", scalar != ")" {
      let node = try atom()
      nodes.append(try repeated(node))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
    var least = 1
    var most: Int? = 1
    switch peek {
    case "*": (least, most) = (0, nil)
    case "+": (least, most) = (1, nil)
    case "?": (least, most) = (0, 1)
    case "{":
      guard let bounds = try bounds() else { return node }
      (least, most) = bounds
      // What comes next was not taken yet.
      index -= 1
    default: return node
    }
    index += 1
    // Which way is tried first makes no difference but to what groups hold.
    let isLazy = take("?")
    if let next = peek, next == "*" || next == "+" || next == "?" {
      throw fault("invalid nested repetition operator", "重复运算符不能连用")
    }
    return .repetition(node, least: least, most: most, isLazy: isLazy)
  }

  /// `{2}`, `{2,}`, `{2,5}`; `nil`, and nothing is taken, where the brace is a literal one.
  private mutating func bounds() throws(PatternError) -> (Int, Int?)? {
    let start = index
    index += 1
    guard let least = number() else {
      index = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}") else {
      index = start
      return nil
    }
    guard least <= 1000, (most ?? least) <= 1000, least <= most ?? least else {
      throw fault("invalid repeat count", "重复次数无效")
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = peek, ("0"..."9").contains(scalar), (value ?? 0) < 100_000 {
      value = (value ?? 0) * 10 + Int(scalar.value - 48)
      index += 1
    }
    return value
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    guard let scalar = peek else { return .empty }
    index += 1
    switch scalar {
    case ".": return .set(.any)
    case "^": return .start
    case "$": return .end
    case "(": return try group()
    case "[": return .set(try set())
    case "*", "+", "?": throw fault("missing argument to repetition operator: `\(scalar)`", "重复运算符 `\(scalar)` 之前没有内容")
    case "\\":
      if let assertion = anchor() { return assertion }
      return .set(folded(try escape()))
    default: return .set(folded(ScalarSet(ranges: [scalar.value...scalar.value])))
    }
  }

  private func folded(_ set: ScalarSet) -> ScalarSet {
    var set = set
    set.ignoresCase = ignoresCase
    return set
  }

  private mutating func anchor() -> PatternNode? {
    if take("A") { return .start }
    if take("z") { return .end }
    return nil
  }

  private mutating func group() throws(PatternError) -> PatternNode {
    let outside = ignoresCase
    var number: Int?
    if take("?") {
      if take("P") || peek == "<" {
        guard take("<") else { throw fault("invalid named capture", "命名分组无效") }
        let start = index
        while let scalar = peek, scalar != ">" {
          guard scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" else { break }
          index += 1
        }
        number = names.count
        names.append(String(String.UnicodeScalarView(scalars[start..<index])))
        guard take(">") else { throw fault("invalid named capture", "命名分组无效") }
      } else if try !flags() {
        // `(?i)` counts until the group around it ends.
        return .empty
      }
    } else {
      number = names.count
      names.append(nil)
    }
    let node = try choice()
    guard take(")") else { throw fault("missing closing )", "缺少 )") }
    ignoresCase = outside
    return number.map { .group(node, number: $0) } ?? node
  }

  /// Flags of a group. Returns whether something follows in the group.
  private mutating func flags() throws(PatternError) -> Bool {
    var isOn = true
    while let scalar = peek {
      index += 1
      switch scalar {
      case "i": ignoresCase = isOn
      // A dot takes in every character here, and ^ and $ are the ends of the text.
      case "s", "m": break
      case "-": isOn = false
      case ":": return true
      case ")": return false
      default: throw fault("invalid or unsupported group syntax", "分组的写法无效或不受支持")
      }
    }
    throw fault("missing closing )", "缺少 )")
  }

  // MARK: - Sets

  private mutating func set() throws(PatternError) -> ScalarSet {
    var set = ScalarSet()
    set.isNegated = take("^")
    var isFirst = true
    while let scalar = peek, scalar != "]" || isFirst {
      isFirst = false
      if scalar == "[", index + 1 < scalars.count, scalars[index + 1] == ":" {
        throw fault("classes such as [:alpha:] are not supported", "不支持 [:alpha:] 之类的字符类")
      }
      let low = try element()
      guard let first = low.single, peek == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
        set.ranges += try plain(low)
        continue
      }
      index += 1
      guard let last = try element().single, last >= first else {
        throw fault("invalid character class range", "字符范围无效")
      }
      set.ranges.append(first.value...last.value)
    }
    guard take("]") else { throw fault("missing closing ]", "缺少 ]") }
    return folded(set)
  }

  private mutating func element() throws(PatternError) -> ScalarSet {
    guard let scalar = peek else { throw fault("missing closing ]", "缺少 ]") }
    index += 1
    return scalar == "\\" ? try escape() : ScalarSet(ranges: [scalar.value...scalar.value])
  }

  /// The ranges of a set; those of a negated one turned around.
  private func plain(_ set: ScalarSet) throws(PatternError) -> [ClosedRange<UInt32>] {
    guard set.isNegated else { return set.ranges }
    var next: UInt32 = 0
    var ranges: [ClosedRange<UInt32>] = []
    for range in set.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { ranges.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    ranges.append(next...0x10FFFF)
    return ranges
  }

  private mutating func escape() throws(PatternError) -> ScalarSet {
    guard let scalar = peek else { throw fault("trailing backslash at end of expression", "末尾多了一个反斜杠") }
    index += 1
    switch scalar {
    case "d", "D": return ScalarSet(ranges: [48...57], isNegated: scalar == "D")
    case "w", "W": return ScalarSet(ranges: [48...57, 65...90, 95...95, 97...122], isNegated: scalar == "W")
    case "s", "S": return ScalarSet(ranges: [9...10, 12...13, 32...32], isNegated: scalar == "S")
    case "t": return ScalarSet(ranges: [9...9])
    case "n": return ScalarSet(ranges: [10...10])
    case "v": return ScalarSet(ranges: [11...11])
    case "f": return ScalarSet(ranges: [12...12])
    case "r": return ScalarSet(ranges: [13...13])
    case "a": return ScalarSet(ranges: [7...7])
    case "x":
      let code = try hexadecimal()
      return ScalarSet(ranges: [code...code])
    default:
      // A punctuation mark stands for itself; letters and digits would mean something that is not understood here.
      guard scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar), scalar.value > 32 else {
        throw fault(
          "invalid or unsupported escape sequence: `\\\(scalar)`", "转义序列 `\\\(scalar)` 无效或不受支持")
      }
      return ScalarSet(ranges: [scalar.value...scalar.value])
    }
  }

  private mutating func hexadecimal() throws(PatternError) -> UInt32 {
    var digits = ""
    if take("{") {
      while let scalar = peek, scalar != "}", digits.count < 8 {
        digits.unicodeScalars.append(scalar)
        index += 1
      }
      guard take("}") else { throw fault("invalid escape sequence", "转义序列无效") }
    } else {
      while let scalar = peek, digits.count < 2 {
        digits.unicodeScalars.append(scalar)
        index += 1
      }
    }
    guard let code = UInt32(digits, radix: 16), code <= 0x10FFFF, digits.first != "+" else {
      throw fault("invalid escape sequence", "转义序列无效")
    }
    return code
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A set of characters, as a pattern names it.
struct CharacterClass: Sendable {
  private var ranges: [ClosedRange<UInt32>] = []
  private var ignoresCase = false
  private var categories = GeneralCategories()
  private var parts: [CharacterClass] = []
  private var isComplement = false
  private var subtracted: [CharacterClass] = []
  /// The answers for the first 128 characters.
  private var ascii: (UInt64, UInt64) = (0, 0)

  init(
    ranges: [ClosedRange<UInt32>] = [], ignoresCase: Bool = false, categories: GeneralCategories = GeneralCategories(),
    parts: [CharacterClass] = []
  ) {
    self.ranges = Self.joined(ranges)
    self.ignoresCase = ignoresCase
    self.categories = categories
    self.parts = parts
    fillASCII()
  }

  init(character: Unicode.Scalar, ignoresCase: Bool) {
    self.init(ranges: [character.value...character.value], ignoresCase: ignoresCase)
  }

  var complement: CharacterClass {
    if subtracted.isEmpty {
      var copy = self
      copy.isComplement.toggle()
      copy.ascii = (~ascii.0, ~ascii.1)
      return copy
    }
    var outer = CharacterClass(parts: [self])
    outer.isComplement = true
    outer.fillASCII()
    return outer
  }

  func subtracting(_ other: CharacterClass) -> CharacterClass {
    var copy = self
    copy.subtracted.append(other)
    copy.fillASCII()
    return copy
  }

  /// The character, when the class holds this one alone.
  var single: Unicode.Scalar? {
    guard ranges.count == 1, ranges[0].count == 1, !isComplement, parts.isEmpty, subtracted.isEmpty,
      categories.isEmpty, !ignoresCase || !Self.hasCase(ranges[0].lowerBound)
    else { return nil }
    return Unicode.Scalar(ranges[0].lowerBound)
  }

  @inline(__always)
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 64 { return ascii.0 &>> UInt64(value) & 1 == 1 }
    if value < 128 { return ascii.1 &>> UInt64(value &- 64) & 1 == 1 }
    return decide(scalar)
  }

  private func decide(_ scalar: Unicode.Scalar) -> Bool {
    let isInside =
      isInRanges(scalar.value) || ignoresCase && Self.variants(scalar).contains { isInRanges($0.value) }
      || !categories.isEmpty && categories.contains(scalar) || parts.contains { $0.decide(scalar) }
    return isInside != isComplement && !subtracted.contains { $0.decide(scalar) }
  }

  private func isInRanges(_ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }

  private mutating func fillASCII() {
    ascii = (0, 0)
    for value in UInt8(0)..<128 where decide(Unicode.Scalar(value)) {
      if value < 64 { ascii.0 |= 1 << UInt64(value) } else { ascii.1 |= 1 << UInt64(value - 64) }
    }
  }

  private static func joined(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    guard ranges.count > 1 else { return ranges }
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  /// The characters that are the same letter: with the same small or the same capital form (Functions and Operators 3.1, 5.6.1.1,
  /// flag `i`), where that is one character.
  static func variants(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    let forms = forms(of: scalar)
    var variants = forms
    // Some letters have two small forms, as the final sigma, or two capitals: they meet in the other one.
    for form in forms { variants += Self.forms(of: form) }
    for form in forms { variants += strays[form] ?? [] }
    return variants
  }

  /// Its small and its capital form.
  private static func forms(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    let properties = scalar.properties
    return [properties.lowercaseMapping, properties.uppercaseMapping].compactMap { mapping in
      let scalars = mapping.unicodeScalars
      return scalars.count == 1 ? scalars.first : nil
    }
  }

  /// Letters to which no other one leads back, such as the sign for kelvin, by the form that they have.
  private static let strays: [Unicode.Scalar: [Unicode.Scalar]] = {
    var strays: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    // The alphabets with capitals, from Latin to Georgian and the letters like signs.
    for value in UInt32(0x80)...0x2CFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isCased else { continue }
      for form in forms(of: scalar) where form != scalar && !forms(of: form).contains(scalar) {
        strays[form, default: []].append(scalar)
      }
    }
    return strays
  }()

  private static func hasCase(_ value: UInt32) -> Bool {
    Unicode.Scalar(value).map { scalar in variants(scalar).contains { $0 != scalar } } ?? false
  }

  /// Whether two characters are the same letter.
  static func areSame(_ left: Unicode.Scalar, _ right: Unicode.Scalar, ignoringCase: Bool) -> Bool {
    left == right || ignoringCase && (variants(left).contains(right) || variants(right).contains(left))
  }
}

extension CharacterClass {
  static let anything = CharacterClass(ranges: [0...0x10FFFF])
  static let notLineEnd = CharacterClass(ranges: [0x0A...0x0A, 0x0D...0x0D]).complement
  static let space = CharacterClass(ranges: [0x09...0x0A, 0x0D...0x0D, 0x20...0x20])
  static let digit = CharacterClass(categories: GeneralCategories([.decimalNumber]))
  /// Everything but punctuation, separators and the rest (`\w`).
  static let word = CharacterClass(
    categories: GeneralCategories(name: "P")!.union(GeneralCategories(name: "Z")!).union(GeneralCategories(name: "C")!)
  ).complement
  /// Characters that begin a name of XML (`\i`; XML 1.0, rule 4).
  static let nameStart = CharacterClass(ranges: nameStarts)
  /// Characters of a name of XML (`\c`; XML 1.0, rule 4a).
  static let name = CharacterClass(
    ranges: nameStarts + [0x2D...0x2E, 0x30...0x39, 0xB7...0xB7, 0x300...0x36F, 0x203F...0x2040])

  private static let nameStarts: [ClosedRange<UInt32>] = [
    0x3A...0x3A, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
    0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF,
    0xFDF0...0xFFFD, 0x10000...0xEFFFF,
  ]
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A part of the city on one of its four levels.
public struct Area: Hashable, Sendable {
  public enum Level: String, CaseIterable, Sendable, Comparable {
    /// 区县
    case district
    /// 街道 / 镇
    case street
    /// 社区
    case community
    /// 单元网格: a clear-bounded polygon of about 10,000 m² (GB/T 30428.1).
    case cell

    /// The wider level is the lesser.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    var rank: Int {
      switch self {
      case .district: 0
      case .street: 1
      case .community: 2
      case .cell: 3
      }
    }
  }

  /// Unique in the city.
  public var code: String
  public var level: Level
  public var name: LocalizedText
  /// Code of the area that this is a part of; levels may be left out between them.
  public var parent: String?
  /// A polygon or several; `nil` where only the name of the area is known: no position is found in it.
  public var geometry: Geometry?

  public init(code: String, level: Level, name: LocalizedText, parent: String? = nil, geometry: Geometry?) {
    self.code = code
    self.level = level
    self.name = name
    self.parent = parent
    self.geometry = geometry
  }
}

/// The codes of the areas around one position, from the widest to the cell; `nil` where there is none on that level.
public struct AreaPath: Hashable, Sendable {
  public var district: String?
  public var street: String?
  public var community: String?
  public var cell: String?

  public init(district: String? = nil, street: String? = nil, community: String? = nil, cell: String? = nil) {
    self.district = district
    self.street = street
    self.community = community
    self.cell = cell
  }

  public subscript(level: Area.Level) -> String? {
    get {
      switch level {
      case .district: district
      case .street: street
      case .community: community
      case .cell: cell
      }
    }
    set {
      switch level {
      case .district: district = newValue
      case .street: street = newValue
      case .community: community = newValue
      case .cell: cell = newValue
      }
    }
  }

  /// The codes that there are, the widest first.
  public var codes: [String] { [district, street, community, cell].compactMap { $0 } }

  public var isEmpty: Bool { codes.isEmpty }
}

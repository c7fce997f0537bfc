// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// How long readings of some series are kept, and how coarse old ones become.
public struct RetentionClass: Hashable, Sendable {
  /// One reading of each step takes the place of those that are older than an age.
  public struct Downsampling: Hashable, Sendable {
    public enum Function: String, CaseIterable, Sendable {
      /// Of numbers; of anything else the last reading stays.
      case mean
      case min, max, first, last
    }

    public var after: Duration
    public var step: Duration
    public var function: Function

    public init(after: Duration, step: Duration, function: Function) {
      self.after = after
      self.step = step
      self.function = function
    }
  }

  /// Empty for the class of all series that name none.
  public var code: String
  /// Age from which on readings go; `nil` for never.
  public var keep: Duration?
  public var downsampling: [Downsampling]

  public init(code: String, keep: Duration? = nil, downsampling: [Downsampling] = []) {
    self.code = code
    self.keep = keep
    self.downsampling = downsampling
  }

  /// - Throws: `Problem` of code `invalid`.
  public func check() throws(Problem) {
    guard code.utf8.count <= 64 else {
      throw .invalid("code", "a class has a code of at most 64 bytes", "类别代码不超过 64 字节")
    }
    if let keep, keep <= .zero { throw .invalid("keep", "must be longer than nothing", "时长须大于零") }
    var last = Duration.zero
    var lastStep = Duration.zero
    for (index, rule) in downsampling.enumerated() {
      guard rule.after > last, rule.step > lastStep, rule.step.wholeMilliseconds > 0 else {
        throw .invalid(
          "downsampling/\(index)", "each step comes later and is longer than the one before", "每一级须晚于前一级，且步长更大")
      }
      guard rule.step <= rule.after else {
        throw .invalid("downsampling/\(index)/step", "is longer than the age from which on it counts", "步长超过了其开始适用的时间")
      }
      last = rule.after
      lastStep = rule.step
    }
  }
}

/// What the rules of a class took away, or would take.
public struct RetentionReport: Hashable, Sendable {
  public var retentionClass: String
  /// Readings that are past their age.
  public var expired = 0
  /// Readings that coarser ones take the place of.
  public var coarsened = 0
  /// How many coarser ones these are.
  public var made = 0

  public init(retentionClass: String, expired: Int = 0, coarsened: Int = 0, made: Int = 0) {
    self.retentionClass = retentionClass
    self.expired = expired
    self.coarsened = coarsened
    self.made = made
  }
}

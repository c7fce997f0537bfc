// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Memory that a coder uses again and again, so that a block costs no allocation.
final class Scratch<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private var capacity: Int

  init() {
    capacity = 1024
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// Room for `count` elements; what was there before is lost when it has to grow, but for the first `kept`.
  func room(_ count: Int, keeping kept: Int = 0) -> UnsafeMutablePointer<Element> {
    if count > capacity {
      capacity = max(count, 2 * capacity)
      let grown = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
      grown.update(from: base, count: kept)
      base.deallocate()
      base = grown
    }
    return base
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Vocabulary

/// What of matters somebody is shown: personal data only to those who work on a matter, and to reporters their own.
public struct MatterView: Sendable {
  public enum Depth: Sendable {
    /// Everything.
    case work
    /// Everything but who reported it: for those who watch over the work.
    case oversight
    /// What is meant for the reporter.
    case own
  }

  private static let workers: Set<Role> = [.intake, .dispatcher, .handler, .verifier, .supervisor]
  private static let overseers: Set<Role> = [.auditor, .administrator]

  /// Identifier of the principal who is shown it.
  public let principal: String
  private let work: AccessRule
  private let oversight: AccessRule

  public init(_ principal: Principal) {
    self.principal = principal.id
    work = AccessRule(principal, in: Self.workers)
    oversight = AccessRule(principal, in: Self.overseers)
  }

  /// How deep somebody sees who may see the matter at all.
  public func depth(of facts: AccessFacts) -> Depth {
    work.allows(facts) ? .work : oversight.allows(facts) ? .oversight : .own
  }

  /// The matter without what is not shown. The hash of the tracking code is nobody's.
  public func shown(_ matter: Matter) -> Matter {
    var shown = matter
    shown.trackingHash = nil
    switch depth(of: matter.facts) {
    case .work: break
    case .oversight: shown.reporters = []
    case .own:
      shown.reporters = matter.reporters.filter { $0.principal == principal }
      shown.notes = matter.notes.filter(\.isPublic)
    }
    // Who reported the same trouble twice is kept for each report, so that a merge can be undone, and is shown once.
    if shown.reporters.count > 1 {
      var seen: Set<Reporter> = []
      shown.reporters.removeAll { !seen.insert($0).inserted }
    }
    return shown
  }

  /// The file of a matter that somebody may have: the original, or the copy for the public where the original was sent in by
  /// another reporter.
  ///
  /// - Parameter hash: of the original or of the copy.
  /// - Returns: the hash of the file to be given; `nil` when the matter has no such file that may be shown.
  public func file(_ hash: String, of matter: Matter) -> (evidence: Evidence, hash: String)? {
    guard let evidence = matter.evidence.first(where: { $0.hash == hash || $0.publicHash == hash }) else { return nil }
    let seesOriginal = depth(of: matter.facts) != .own || evidence.by == principal
    if hash == evidence.hash, seesOriginal { return (evidence, evidence.hash) }
    return evidence.publicHash.map { (evidence, $0) }
  }
}

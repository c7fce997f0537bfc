// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Vocabulary

/// Computes password hashes on few threads of their own: each takes a tenth of a second and tens of megabytes, which the
/// cooperative pool and the machine's memory could not give to everybody at once.
final class PasswordHasher: Sendable {
  enum Verdict: Sendable {
    case wrong
    case right
    /// Right, and here is a new hash with today's parameters.
    case renewed(String)
  }

  let parameters: ScryptParameters
  private let queue: OperationQueue
  private let limit: Int
  private let waiting = Atomic(0)

  init(parameters: ScryptParameters, threads: Int, queue limit: Int) {
    self.parameters = parameters
    self.limit = limit + threads
    queue = OperationQueue()
    queue.name = "citywide-passwords"
    queue.maxConcurrentOperationCount = threads
    queue.qualityOfService = .utility
  }

  /// The text to store for a new password.
  func hash(_ password: String) async throws(Problem) -> String {
    let bytes = PasswordRules.bytes(password)
    return try await run { [parameters] in
      try ScryptHash(of: bytes, parameters: parameters, salt: Secret.randomBytes(16)).text
    }
  }

  /// Compares a password with a stored text. Without one, spends the time of a comparison and finds it wrong.
  func verify(_ password: String, against stored: String?) async throws(Problem) -> Verdict {
    let known = stored.flatMap(ScryptHash.init)
    let hash = known ?? ScryptHash(matchingNothing: parameters)
    // A password that is empty or too long is never right, but takes its time all the same.
    let acceptable = !password.isEmpty && password.utf8.count <= PasswordRules.longest
    let bytes = acceptable ? PasswordRules.bytes(password) : [0]
    return try await run { [parameters] in
      let matches = try hash.matches(bytes)
      guard matches, acceptable, known != nil else { return .wrong }
      guard hash.isWeaker(than: parameters) else { return .right }
      return .renewed(try ScryptHash(of: bytes, parameters: parameters, salt: Secret.randomBytes(16)).text)
    }
  }

  private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws(Problem) -> Value {
    defer { waiting.subtract(1, ordering: .relaxed) }
    guard waiting.add(1, ordering: .relaxed).newValue <= limit else {
      throw Problem(
        .tooManyRequests, "Too many people are signing in at this moment. Try again in a few seconds.",
        "当前登录人数过多，请几秒后重试。",
        retryAfter: 3)
    }
    let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
      queue.addOperation { continuation.resume(returning: Result { try work() }) }
    }
    switch result {
    case .success(let value): return value
    case .failure:
      throw Problem(.unavailable, "There is not enough memory to check a password.", "内存不足，无法校验密码。", retryAfter: 5)
    }
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What went wrong, in the only shape in which an error leaves the program (RFC 9457).
///
/// `code` names the kind for programs, `detail` tells people what was wrong, where, and what would be right.
public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  /// One wrong field of the input.
  public struct FieldError: Hashable, Sendable {
    /// JSON Pointer (RFC 6901) to the field, or the name of a parameter or column.
    public var pointer: String
    public var detail: String
    /// The detail in each language, where there is more than English.
    public var details: LocalizedText?

    public init(pointer: String, detail: String, details: LocalizedText? = nil) {
      self.pointer = pointer
      self.detail = detail
      self.details = details
    }
  }

  /// The kinds of problem; each has one HTTP status and one title.
  public enum Code: String, CaseIterable, Sendable {
    case badRequest = "bad-request"
    case unauthenticated
    case forbidden
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case conflict
    case illegalTransition = "illegal-transition"
    case revisionMismatch = "revision-mismatch"
    case idempotencyMismatch = "idempotency-mismatch"
    case tooLarge = "too-large"
    case headTooLarge = "head-too-large"
    case unsupportedMedia = "unsupported-media-type"
    case notAcceptable = "not-acceptable"
    case invalid
    case tooManyRequests = "too-many-requests"
    case storageFull = "storage-full"
    case unavailable
    case `internal`

    /// The HTTP status (RFC 9110 §15; 429 and 431: RFC 6585).
    public var status: Int {
      switch self {
      case .badRequest: 400
      case .unauthenticated: 401
      case .forbidden: 403
      case .notFound: 404
      case .methodNotAllowed: 405
      case .notAcceptable: 406
      case .conflict, .illegalTransition: 409
      case .revisionMismatch: 412
      case .tooLarge: 413
      case .unsupportedMedia: 415
      case .invalid, .idempotencyMismatch: 422
      case .tooManyRequests: 429
      case .headTooLarge: 431
      case .internal: 500
      case .unavailable: 503
      case .storageFull: 507
      }
    }

    /// A short title that never varies with the occurrence.
    public var title: String {
      switch self {
      case .badRequest: "The request cannot be read"
      case .unauthenticated: "Sign in first"
      case .forbidden: "Not allowed"
      case .notFound: "Not found"
      case .methodNotAllowed: "Method not allowed"
      case .notAcceptable: "No such representation"
      case .conflict: "Conflict"
      case .illegalTransition: "Not possible in this state"
      case .revisionMismatch: "Changed in the meantime"
      case .idempotencyMismatch: "Idempotency key used for another command"
      case .tooLarge: "Too large"
      case .headTooLarge: "Path or headers too long"
      case .unsupportedMedia: "Unsupported media type"
      case .invalid: "Invalid content"
      case .tooManyRequests: "Too many requests"
      case .storageFull: "Storage is full"
      case .unavailable: "Temporarily unavailable"
      case .internal: "Internal error"
      }
    }
  }

  public var code: Code
  public var detail: String
  public var errors: [FieldError]
  /// Further members of the problem object, such as `allowed` for the legal transitions.
  public var members: [String: JSON]
  /// Seconds after which trying again makes sense.
  public var retryAfter: Int?

  public init(
    _ code: Code, _ detail: String, errors: [FieldError] = [], members: [String: JSON] = [:], retryAfter: Int? = nil
  ) {
    self.code = code
    self.detail = detail
    self.errors = errors
    self.members = members
    self.retryAfter = retryAfter
  }

  /// A problem with one field of the input.
  public static func invalid(_ pointer: String, _ detail: String) -> Problem {
    Problem(
      .invalid, pointer.isEmpty ? detail : "\(pointer): \(detail)",
      errors: [FieldError(pointer: pointer, detail: detail)])
  }

  /// The `application/problem+json` object (RFC 9457 §3.1).
  public var json: JSON {
    var object: [String: JSON] = members
    object["type"] = .string("urn:citywide:problem:\(code.rawValue)")
    object["title"] = .string(code.title)
    object["status"] = .integer(Int64(code.status))
    object["detail"] = .string(detail)
    if !errors.isEmpty {
      object["errors"] = .array(
        errors.map { .object(["pointer": .string($0.pointer), "detail": .string($0.detail)]) })
    }
    return .object(object)
  }

  public var description: String { "\(code.title): \(detail)" }
}

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

    public init(pointer: String, _ english: String, _ chinese: String) {
      self.init(pointer: pointer, LocalizedText(english, chinese))
    }

    public init(pointer: String, _ details: LocalizedText) {
      self.init(pointer: pointer, detail: details.text(in: "en"), details: details)
    }

    /// The detail in that language, BCP 47; in English where there is no other.
    public func detail(in language: String) -> String { details?.text(in: language) ?? detail }
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
    public var title: String { titles.text(in: "en") }

    /// The title in each language.
    public var titles: LocalizedText {
      switch self {
      case .badRequest: LocalizedText("The request cannot be read", "请求无法识别")
      case .unauthenticated: LocalizedText("Sign in first", "请先登录")
      case .forbidden: LocalizedText("Not allowed", "没有权限")
      case .notFound: LocalizedText("Not found", "未找到")
      case .methodNotAllowed: LocalizedText("Method not allowed", "不支持该方法")
      case .notAcceptable: LocalizedText("No such representation", "没有所需的表示形式")
      case .conflict: LocalizedText("Conflict", "与现有内容冲突")
      case .illegalTransition: LocalizedText("Not possible in this state", "当前状态不可执行")
      case .revisionMismatch: LocalizedText("Changed in the meantime", "内容已被他人修改")
      case .idempotencyMismatch: LocalizedText("Idempotency key used for another command", "幂等键已用于其他命令")
      case .tooLarge: LocalizedText("Too large", "内容过大")
      case .headTooLarge: LocalizedText("Path or headers too long", "路径或请求头过长")
      case .unsupportedMedia: LocalizedText("Unsupported media type", "不支持该媒体类型")
      case .invalid: LocalizedText("Invalid content", "内容无效")
      case .tooManyRequests: LocalizedText("Too many requests", "请求过于频繁")
      case .storageFull: LocalizedText("Storage is full", "存储空间已满")
      case .unavailable: LocalizedText("Temporarily unavailable", "暂时无法使用")
      case .internal: LocalizedText("Internal error", "内部错误")
      }
    }
  }

  public var code: Code
  /// In English, for logs and terminals too.
  public var detail: String {
    didSet { if detail != oldValue { details = nil } }
  }
  /// The detail in each language, where there is more than English.
  public var details: LocalizedText?
  public var errors: [FieldError]
  /// Further members of the problem object, such as `allowed` for the legal transitions.
  public var members: [String: JSON]
  /// Seconds after which trying again makes sense.
  public var retryAfter: Int?

  public init(
    _ code: Code, _ detail: String, details: LocalizedText? = nil, errors: [FieldError] = [],
    members: [String: JSON] = [:], retryAfter: Int? = nil
  ) {
    self.code = code
    self.detail = detail
    self.details = details
    self.errors = errors
    self.members = members
    self.retryAfter = retryAfter
  }

  /// Says what was wrong in both languages of the house: the two stand beside each other, so that neither is forgotten.
  public init(
    _ code: Code, _ english: String, _ chinese: String, errors: [FieldError] = [], members: [String: JSON] = [:],
    retryAfter: Int? = nil
  ) {
    self.init(code, english, errors: errors, members: members, retryAfter: retryAfter)
    details = LocalizedText(english, chinese)
  }

  /// A problem with one field of the input, in words that are in the reader's language already.
  public static func invalid(_ pointer: String, _ detail: String) -> Problem {
    let place = pointer.isEmpty ? "" : pointer + ": "
    return Problem(.invalid, place + detail, errors: [FieldError(pointer: pointer, detail: detail)])
  }

  /// A problem with one field of the input, in both languages of the house.
  public static func invalid(_ pointer: String, _ english: String, _ chinese: String) -> Problem {
    let place = pointer.isEmpty ? ("", "") : ("\(pointer): ", "\(pointer)：")
    return Problem(
      .invalid, place.0 + english, place.1 + chinese,
      errors: [FieldError(pointer: pointer, english, chinese)])
  }

  /// The detail in that language, BCP 47; in English where there is no other.
  public func detail(in language: String) -> String { details?.text(in: language) ?? detail }

  /// The `application/problem+json` object (RFC 9457 §3.1), in English.
  public var json: JSON { json(in: "en") }

  /// The object in that language, as far as its texts exist in it.
  public func json(in language: String) -> JSON {
    var object: [String: JSON] = members
    object["type"] = .string("urn:citywide:problem:\(code.rawValue)")
    object["title"] = .string(code.titles.text(in: language))
    object["status"] = .integer(Int64(code.status))
    object["detail"] = .string(detail(in: language))
    if !errors.isEmpty {
      object["errors"] = .array(
        errors.map { .object(["pointer": .string($0.pointer), "detail": .string($0.detail(in: language))]) })
    }
    return .object(object)
  }

  public var description: String { "\(code.title): \(detail)" }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// One operation of the interface: what it takes, what it answers, who may call it, and the code behind it.
///
/// The table of endpoints makes both the router and the OpenAPI document, so that neither can say what the other does
/// not.
public struct Endpoint: Sendable {
  /// Who may call.
  public enum Access: Hashable, Sendable {
    /// Everybody; credentials are not looked at.
    case `public`
    /// Everybody; who sends credentials is known by them, and wrong ones are refused.
    case optional
    /// Whoever has signed in.
    case signedIn
    /// Whoever has signed in and holds one of these roles somewhere. Bounds are the handler's affair.
    case roles(Set<Role>)
  }

  public typealias Handler = @Sendable (Call) async throws -> Answer

  public var method: Method
  /// As in `/api/v1/matters/{id}`. A segment is literal text, a capture, or both as in `{id}.json`; the last may be
  /// `{name...}`, which takes in all that follows.
  public var path: String
  /// Unique in the table, as in `getMatter`.
  public var operationId: String
  public var summary: String
  /// Longer text for the document, in CommonMark.
  public var description: String?
  public var tag: String
  public var access: Access
  public var parameters: [Parameter]
  public var requestBody: BodySpecification?
  public var responses: [Int: ResponseSpecification]
  /// Problems that the handler answers besides those that follow from the rest of the table, such as `conflict`.
  public var problems: Set<Problem.Code>
  /// A page for people: left out of the OpenAPI document, served with the content security policy for pages, lenient
  /// about unknown query parameters, its problems shown as pages.
  public var isPage: Bool
  /// The limit of calls by one address, where this endpoint needs a tighter one than the site's.
  public var rateLimit: RateLimit?
  /// Whether the handler computes for longer than some milliseconds: only so many of these run at the same time that a
  /// core is left for the others.
  public var isHeavy: Bool
  /// Whether the handler reads path and query itself, in the grammar of a standard: the path may end with `{name...}`, and
  /// query parameters that the table does not have are left to the handler.
  public var readsAddress: Bool
  public var handler: Handler

  public init(
    _ method: Method, _ path: String, operationId: String, summary: String, description: String? = nil, tag: String,
    access: Access, parameters: [Parameter] = [], requestBody: BodySpecification? = nil,
    responses: [Int: ResponseSpecification] = [:], problems: Set<Problem.Code> = [], isPage: Bool = false,
    rateLimit: RateLimit? = nil, isHeavy: Bool = false, readsAddress: Bool = false,
    handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.operationId = operationId
    self.summary = summary
    self.description = description
    self.tag = tag
    self.access = access
    self.parameters = parameters
    self.requestBody = requestBody
    self.responses = responses
    self.problems = problems
    self.isPage = isPage
    self.rateLimit = rateLimit
    self.isHeavy = isHeavy
    self.readsAddress = readsAddress
    self.handler = handler
  }
}

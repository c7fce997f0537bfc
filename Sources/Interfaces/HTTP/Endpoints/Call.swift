// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
public import Vocabulary

/// A request that has been let in: who calls, with parameters and body as the endpoint's table asks for them.
public struct Call: Sendable {
  public let principal: Principal
  /// How the caller signed in; `nil` when they did not.
  public let identity: Identity?
  public let head: RequestHead
  let compiled: CompiledEndpoint
  /// In the order of the endpoint's parameters.
  let values: [JSON?]
  let body: CallBody

  /// Names this request in the log, the answer and the journal.
  public var requestId: String { head.requestId }
  public var endpoint: Endpoint { compiled.endpoint }

  /// The value of a parameter, its default where it was not given.
  ///
  /// Asking for a parameter that the table does not have is a programmer's error.
  public subscript(_ name: String) -> JSON? {
    guard let index = compiled.parameters.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("\(endpoint.operationId) has no parameter \(name)")
    }
    return values[index]
  }

  public func string(_ name: String) -> String? { self[name]?.string }
  public func integer(_ name: String) -> Int? { self[name]?.integer.map { Int($0) } }
  public func double(_ name: String) -> Double? { self[name]?.double }
  public func bool(_ name: String) -> Bool? { self[name]?.bool }
  /// A parameter of format `date-time`.
  public func instant(_ name: String) -> Instant? { self[name]?.string.flatMap { Instant($0) } }
  /// A parameter of format `identifier`.
  public func identifier(_ name: String) -> Identifier? { self[name]?.string.flatMap { Identifier($0) } }
  /// The elements of an array of strings; empty where it was not given.
  public func strings(_ name: String) -> [String] { self[name]?.array?.compactMap(\.string) ?? [] }

  /// A path parameter, which is always there.
  public func path(_ name: String) -> String {
    switch self[name] {
    case .string(let text): text
    case .some(let value): value.text
    case nil: preconditionFailure("\(name) is no path parameter of \(endpoint.operationId)")
    }
  }

  /// A path parameter of format `identifier`.
  public func pathIdentifier(_ name: String) -> Identifier {
    guard let identifier = identifier(name) else { preconditionFailure("\(name) is not of format identifier") }
    return identifier
  }

  /// A header by name, whether the table has it or not.
  public func header(_ name: String) -> String? { head.header(name) }
}

/// What came as body.
enum CallBody: Sendable {
  case none
  /// The value, and its text.
  case json(JSON, ByteBuffer)
  case form(URLEncodedForm)
  case bytes([UInt8], mediaType: String)
  case stream(BodyStream, mediaType: String)
  case parts(MultipartReader)
}

extension Call {
  /// The JSON body, fitting its schema; `null` where an optional body was left out.
  public var json: JSON { if case .json(let value, _) = body { value } else { .null } }

  /// A member of the JSON body as it was written; `nil` where it is not there.
  public func written(_ member: String) -> String? {
    guard case .json(_, let buffer) = body else { return nil }
    let bytes = Array(buffer.readableBytesView)
    return JSONText.parse(bytes)[member].map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  /// With how many decimals the numbers of the JSON body were written.
  public var writtenDecimals: WrittenDecimals {
    if case .json(_, let bytes) = body { WrittenDecimals(bytes.readableBytesView) } else { WrittenDecimals([UInt8]()) }
  }

  /// The fields of a form; empty where the body is none.
  public var form: URLEncodedForm { if case .form(let form) = body { form } else { URLEncodedForm() } }

  /// The body where it is kept in memory as it came.
  public var bytes: [UInt8] { if case .bytes(let bytes, _) = body { bytes } else { [] } }

  /// The body where it comes piece by piece; `nil` for other media types. It can be read once.
  public var stream: BodyStream? { if case .stream(let stream, _) = body { stream } else { nil } }

  /// The parts where the body is `multipart/form-data`; `nil` for other media types. They can be read once.
  public var parts: MultipartReader? { if case .parts(let reader) = body { reader } else { nil } }

  /// The media type of a body of bytes, lower case, without parameters.
  public var mediaType: String? {
    switch body {
    case .bytes(_, let mediaType), .stream(_, let mediaType): mediaType
    default: nil
    }
  }
}

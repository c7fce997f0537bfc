// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Which part of a list is asked for.
public struct PageRequest: Hashable, Sendable {
  /// How many items at most, 1 to 200. Ask the store for one more to know whether there is a next page.
  public var limit: Int
  /// The values of the sort key after which the page begins; `nil` for the first page.
  public var after: [JSON]?

  public init(limit: Int, after: [JSON]? = nil) {
    self.limit = limit
    self.after = after
  }
}

extension Parameter {
  /// The parameters of a list: `limit` (1 to 200, 50 by default) and `cursor`.
  public static let paging: [Parameter] = [
    query("limit", .integerSchema(1...200, default: 50), "How many items at most."),
    query(
      "cursor", .stringSchema(length: 1...2000), "The `next` of the answer before; leave it out for the first page."),
  ]
}

extension Call {
  /// The part of the list that is asked for, where the endpoint has `Parameter.paging`.
  ///
  /// - Throws: `Problem` of code `invalid` where the cursor comes from another list or another filter.
  public func page() throws(Problem) -> PageRequest {
    var page = PageRequest(limit: integer("limit") ?? 50)
    if let cursor = string("cursor") { page.after = try Cursor.values(cursor, scope: listScope) }
    return page
  }

  /// Names the list with its filter.
  var listScope: String {
    var scope = endpoint.operationId
    for (parameter, value) in zip(compiled.parameters, values) {
      guard let value, parameter.name != "limit", parameter.name != "cursor" else { continue }
      scope += "&\(parameter.name)=\(value.text)"
    }
    return scope
  }
}

extension Answer {
  /// One page of a list: `{"items": […], "next": "cursor" or null}`, with a `Link` to the next page (RFC 8288).
  ///
  /// - Parameter next: the sort key of the last item, where more items follow.
  public static func page(_ items: [JSON], next: [JSON]?, for call: Call) -> Answer {
    page(next: next, for: call) { writer in
      for item in items { writer.value(item) }
    }
  }

  /// The same with items that the closure writes one after the other.
  public static func page(next: [JSON]?, for call: Call, _ write: (inout JSONWriter) -> Void) -> Answer {
    let cursor = next.map { Cursor.text($0, scope: call.listScope) }
    var answer = json(capacity: 8192) { writer in
      writer.beginObject()
      writer.key("items")
      writer.beginArray()
      write(&writer)
      writer.endArray()
      writer.key("next")
      if let cursor { writer.string(cursor) } else { writer.null() }
      writer.endObject()
    }
    if let cursor {
      let rest = (try? URLEncodedForm(parsing: call.head.query ?? ""))?.encoded(without: ["cursor"]) ?? ""
      let query = rest.isEmpty ? "cursor=\(cursor)" : "\(rest)&cursor=\(cursor)"
      answer.headers.append(("Link", "<\(call.head.path)?\(query)>; rel=\"next\""))
    }
    return answer
  }
}

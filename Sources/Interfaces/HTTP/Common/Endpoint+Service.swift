// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Vocabulary

/// Holds the OpenAPI document, which exists only once its own endpoint is in the table.
final class DocumentShelf: Sendable {
  private let content = Mutex<(bytes: [UInt8], tag: EntityTag)>(([], EntityTag("")))

  func put(_ document: JSON) {
    let bytes = document.bytes
    content.withLock { $0 = (bytes, EntityTag(of: bytes)) }
  }

  var current: (bytes: [UInt8], tag: EntityTag) { content.withLock { $0 } }
}

extension Endpoint {
  /// Serves the OpenAPI document of the table that it is in.
  static func document(at path: String, _ shelf: DocumentShelf) -> Endpoint {
    Endpoint(
      .get, path, operationId: "getDocument", summary: "This document", tag: "Service", access: .public,
      parameters: [.ifNoneMatch],
      responses: [
        200: .json(
          "The OpenAPI 3.1 document of this interface.", ["type": "object"], headers: ["ETag": "Its version."]),
        304: ResponseSpecification("The caller has it already."),
      ]
    ) { call in
      let (bytes, tag) = shelf.current
      if call.hasCurrent(tag) { return .notModified(tag) }
      return .json(bytes: bytes).with(tag).with("Cache-Control", "no-cache")
    }
  }

  /// Serves the metrics in the text format of Prometheus.
  public static func metrics(_ metrics: Metrics, at path: String = "/metrics", access: Access = .public) -> Endpoint {
    Endpoint(
      .get, path, operationId: "getMetrics", summary: "Metrics for Prometheus", tag: "Service", access: access,
      responses: [
        200: ResponseSpecification("Text format 0.0.4.", mediaType: Metrics.mediaType, schema: ["type": "string"])
      ]
    ) { _ in
      .bytes(Array(metrics.text().utf8), mediaType: Metrics.mediaType)
    }
  }
}

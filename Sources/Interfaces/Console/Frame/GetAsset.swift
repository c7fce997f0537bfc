// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

extension Endpoint {
  /// The files that pages load; a changed file has another name.
  static func getAsset() -> Endpoint {
    page(
      .get, "/assets/{name...}", operationId: "pageAsset", summary: "A file that pages load", access: .public,
      parameters: [.path("name", .stringSchema(length: 1...200), "Its name with its hash."), .ifNoneMatch]
    ) { call in
      guard let asset = Asset.served[call.path("name")] else {
        throw Problem(.notFound, "There is no such file.", "没有此文件。")
      }
      let tag = EntityTag(of: asset.bytes)
      let answer =
        call.hasCurrent(tag) ? .notModified(tag) : Answer.bytes(asset.bytes, mediaType: asset.mediaType).with(tag)
      return answer.with("Cache-Control", "public, max-age=31536000, immutable")
    }
  }

  /// An endpoint for people.
  static func page(
    _ method: Method, _ path: String, operationId: String, summary: String, access: Access,
    parameters: [Parameter] = [],
    requestBody: BodySpecification? = nil, rateLimit: RateLimit? = nil, isHeavy: Bool = false,
    handler: @escaping Handler
  ) -> Endpoint {
    Endpoint(
      method, path, operationId: operationId, summary: summary, tag: "Pages", access: access, parameters: parameters,
      requestBody: requestBody, isPage: true, rateLimit: rateLimit, isHeavy: isHeavy, handler: handler)
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// The headers that make browsers careful, made once.
struct SecurityHeaders: Sendable {
  private let plain: HTTPFields
  private let page: HTTPFields
  private let pageWithBlobWorkers: HTTPFields
  private let strictTransport: HTTPField?

  init(_ settings: SiteSettings) {
    var common = HTTPFields()
    common.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
    common.append(HTTPField(name: HTTPField.Name("Referrer-Policy")!, value: "same-origin"))
    var plain = common
    plain.append(
      HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"))
    self.plain = plain
    common.append(HTTPField(name: HTTPField.Name("Cross-Origin-Opener-Policy")!, value: "same-origin"))
    common.append(
      HTTPField(name: HTTPField.Name("Permissions-Policy")!, value: "camera=(self), geolocation=(self), microphone=()"))
    func page(_ policy: String) -> HTTPFields {
      var fields = common
      fields.append(HTTPField(name: .contentSecurityPolicy, value: policy))
      return fields
    }
    self.page = page(settings.pagePolicy)
    pageWithBlobWorkers = page(settings.blobWorkerPolicy)
    let seconds = settings.strictTransport.components.seconds
    strictTransport =
      seconds > 0 ? HTTPField(name: .strictTransportSecurity, value: "max-age=\(seconds); includeSubDomains") : nil
  }

  /// What every answer begins with.
  func fields(isPage: Bool, hasBlobWorkers: Bool = false, isSecure: Bool) -> HTTPFields {
    var fields = !isPage ? plain : hasBlobWorkers ? pageWithBlobWorkers : page
    if isSecure, let strictTransport { fields.append(strictTransport) }
    return fields
  }
}

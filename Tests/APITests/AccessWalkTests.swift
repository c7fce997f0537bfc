// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import HTTP
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Every route with every role: who may call what, written down by hand.
@Suite struct AccessWalkTests {
  /// `*` for everybody, `+` for whoever has signed in, else the first letters of the roles: r(eporter), i(ntake),
  /// d(ispatcher), h(andler), v(erifier), s(upervisor), a(uditor), m: administrator.
  static let expected: [String: String] = [
    "createMatter": "rids", "listMatters": "+", "getMatter": "+", "getMatterHistory": "+", "getMatterActions": "+",
    "submitMatter": "ri", "acceptMatter": "i", "sendBackMatter": "i", "resubmitMatter": "ri", "rejectMatter": "i",
    "dispatchMatter": "d", "startMatter": "h", "refuseMatter": "h", "handleMatter": "h", "verifyMatter": "v",
    "closeMatter": "v", "reworkMatter": "v", "archiveMatter": "sm", "reopenMatter": "rs", "suspendMatter": "ds",
    "resumeMatter": "ds", "withdrawMatter": "ri", "cancelMatter": "s", "mergeMatter": "id", "unmergeMatter": "id",
    "rateMatter": "rs", "noteMatter": "ridhvs", "extendMatter": "s", "prioritiseMatter": "ids",
    "attachEvidence": "ridhv", "getEvidence": "+",
    "listPublicMatterTypes": "*", "createPublicReport": "*", "getPublicReport": "*", "ratePublicReport": "*",
    "attachPublicEvidence": "*", "getPublicEvidence": "*",
    "setUp": "*", "signIn": "*", "signOut": "+", "getMe": "+", "changePassword": "+", "listAccounts": "am",
    "createAccount": "m", "getAccount": "+", "changeAccount": "m", "setPassword": "m", "endSessions": "+",
    "issueToken": "+", "listTokens": "+", "revokeToken": "+",
    "listMatterTypes": "+", "listDepartments": "+", "listAreas": "+", "getAreaFeatures": "+", "locateArea": "+",
    "listCalendars": "+", "measureWorkingTime": "+", "computeDueDate": "+",
    "appendReadings": "rsm", "listSeries": "idhvsam", "getSeries": "idhvsam", "getLatestReading": "idhvsam",
    "listReadings": "idhvsam", "exportReadings": "idhvsam", "exportReadingLines": "idhvsam",
    "listLatestReadings": "idhvsam", "summariseReadings": "idhvsam", "correctReading": "sm", "deleteReading": "sm",
    "getRetention": "sam", "listSeriesNotes": "idhvsam", "addSeriesNote": "dhsm",
    "listEntities": "idhvsam", "getEntity": "idhvsam", "createEntity": "sm", "replaceEntity": "sm",
    "changeEntity": "sm", "deleteEntity": "sm",
    "listDecisions": "idhvsam", "getDecision": "idhvsam", "getDecisionModel": "idhvsam",
    "listDecisionVersions": "idhvsam", "getDecisionVersion": "idhvsam", "checkDecision": "sam", "tryDecision": "sam",
    "whatIfDecision": "sam", "proposeDecision": "sm", "approveDecision": "sm", "rejectDecision": "sm",
    "explainDecision": "+",
    "listRules": "idhvsam", "getRule": "idhvsam", "whatIfRule": "sam", "listRuleVersions": "idhvsam",
    "getRuleVersion": "idhvsam", "checkRule": "sam", "proposeRule": "sm", "approveRule": "sm", "rejectRule": "sm",
    "listWarnings": "idhvsam", "getWarning": "idhvsam", "getOnTimeReport": "+", "getOnTimeTable": "+",
    "getVitalSigns": "idhvsam", "getCityMode": "+", "changeCityMode": "sm",
    "suggestMatterTypes": "*", "findPlaces": "*", "listPublicReports": "*", "followPublicReport": "*",
    "unfollowPublicReport": "*", "listFollowedReports": "*", "getFollowedJSONFeed": "*", "getFollowedAtomFeed": "*",
    "searchEvents": "am", "exportEvents": "am", "getEvent": "am", "getJournalVerification": "am",
    "startJournalVerification": "am", "listInstalledDefinitions": "m", "listJobs": "m", "listSettings": "m",
    "listEvents": "am", "getJournalHeads": "am", "getLive": "+", "getDocument": "*",
  ]

  static let letters: [Character: Role] = [
    "r": .reporter, "i": .intake, "d": .dispatcher, "h": .handler, "v": .verifier, "s": .supervisor, "a": .auditor,
    "m": .administrator,
  ]

  @Test(.timeLimit(.minutes(3))) func letsInWhomTheTableNames() async throws {
    try await TestTown.api { town in
      let operations = Self.operations(town.site.document)
      #expect(Set(operations.map(\.name)) == Set(Self.expected.keys))
      for operation in operations {
        let allowed = try #require(Self.expected[operation.name], "\(operation.name) is not in the table")
        let anonymous = try await town.request(operation.method, operation.path).status
        #expect((anonymous == 401) == (allowed != "*"), "\(operation.name) without credentials: \(anonymous)")
        for role in Role.allCases {
          let isAllowed = "*+".contains(allowed) || allowed.contains { Self.letters[$0] == role }
          let answer = try await town.request(operation.method, operation.path, token: try await town.token(role))
          let refused = answer.status == 403 && answer.text.contains("\"\(operation.name) needs ")
          #expect(refused == !isAllowed, "\(operation.name) as \(role): \(answer.status) \(answer.text)")
          #expect(answer.status != 401 && answer.status < 500, "\(operation.name) as \(role): \(answer.status)")
        }
        let stranger = try await town.request(operation.method, operation.path, token: "cw_unknown").status
        #expect((stranger == 401) == (allowed != "*"), "\(operation.name) with a wrong token: \(stranger)")
      }
    }
  }

  /// Somebody without any role sees nothing and may do nothing.
  @Test func showsNothingToWhoeverHasNoRole() async throws {
    try await TestTown.api { town in
      let intake = try await town.token(.intake)
      let made = try await town.request(.POST, "/api/v1/matters", token: intake, body: ["type": "permit"])
      let id = try #require(made.json["id"]?.string)
      let nobody = try await town.token("Nobody", [])
      let list = try await town.request(.GET, "/api/v1/matters", token: nobody)
      #expect(list.status == 200 && list.json["items"] == [])
      for path in ["", "/history", "/actions", "/evidence/\(String(repeating: "0", count: 64))"] {
        #expect(try await town.request(.GET, "/api/v1/matters/\(id)\(path)", token: nobody).status == 404)
      }
      let report = try await town.request(.GET, "/api/v1/reports/on-time", token: nobody)
      #expect(report.status == 200 && report.json["total"]?["matters"] == 0)
    }
  }

  private struct Operation {
    var name: String
    var method: HTTPMethod
    var path: String
  }

  /// The operations of the document with something in place of each parameter of a path.
  private static func operations(_ document: JSON) -> [Operation] {
    var found: [Operation] = []
    for (path, item) in (document["paths"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
      let filled = path.replacing("{id}", with: "0000000000001").replacing("{number}", with: "20000101-000001")
        .replacing("{code}", with: "none").replacing("{hash}", with: String(repeating: "0", count: 64))
        .replacing("{version}", with: "1")
      for (method, operation) in item.object ?? [:] {
        guard let name = operation["operationId"]?.string else { continue }
        // A stream has no end.
        let isStream = name == "getLive"
        found.append(
          Operation(
            name: name, method: isStream ? .HEAD : HTTPMethod(rawValue: method.uppercased()), path: filled))
      }
    }
    return found
  }
}

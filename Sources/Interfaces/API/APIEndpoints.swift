// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import HTTP
public import Packs
public import Vocabulary

/// The JSON interface of a city, below `/api/v1`. To be made once for a process: its live stream has one reader.
public func apiEndpoints(_ city: City, settings: APISettings = APISettings()) -> [Endpoint] {
  matterEndpoints(city, settings) + publicEndpoints(city, settings) + accountEndpoints(city)
    + cityEndpoints(city) + readingEndpoints(city, settings) + decisionEndpoints(city, settings)
    + watchingEndpoints(city, settings)
}

/// The named schemas to which the endpoints refer.
public let apiSchemas: [String: JSON] = [
  commonSchemas, matterSchemas, eventSchemas, publicSchemas, publicListSchemas, journalSchemas, definitionSchemas,
  areaSchemas, sessionSchemas, accountSchemas, telemetrySchemas, entitySchemas, warningSchemas, reportSchemas,
  decisionSchemas, ruleSchemas, cityStateSchemas, seriesNoteSchemas, calendarSchemas,
].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

private func matterEndpoints(_ city: City, _ settings: APISettings) -> [Endpoint] {
  [
    .createMatter(city), .listMatters(city), .getMatter(city), .getMatterHistory(city), .getMatterActions(city),
    .mergeMatter(city), .unmergeMatter(city), .attachEvidence(city, settings), .getEvidence(city),
  ] + Endpoint.matterActions(city)
}

private func publicEndpoints(_ city: City, _ settings: APISettings) -> [Endpoint] {
  [
    .listPublicTypes(city), .createPublicReport(city, settings), .getPublicReport(city, settings),
    .ratePublicReport(city, settings), .attachPublicEvidence(city, settings), .getPublicEvidence(city, settings),
    .suggestMatterTypes(city, settings), .findPlaces(city, settings), .listPublicReports(city, settings),
    .followReport(city, settings), .unfollowReport(city, settings), .listFollowed(city, settings),
    .followFeed(city, settings), .followAtom(city, settings),
  ]
}

private func accountEndpoints(_ city: City) -> [Endpoint] {
  [
    .setUp(city), .signIn(city), .signOut(city), .getMe(city), .changePassword(city), .listAccounts(city),
    .createAccount(city), .getAccount(city), .changeAccount(city), .setPassword(city), .endSessions(city),
    .issueToken(city), .listTokens(city), .revokeToken(city),
  ]
}

/// Definitions and things.
private func cityEndpoints(_ city: City) -> [Endpoint] {
  [
    .listMatterTypes(city), .listDepartments(city), .listAreas(city), .getAreaFeatures(city), .locateArea(city),
    .listCalendars(city), .measureWorkingTime(city), .computeDueDate(city), .listEntities(city), .createEntity(city),
    .getEntity(city), .replaceEntity(city), .changeEntity(city), .deleteEntity(city),
  ]
}

private func readingEndpoints(_ city: City, _ settings: APISettings) -> [Endpoint] {
  let single: [Endpoint] = [
    .appendReadings(city, settings), .listSeries(city), .getSeries(city), .getLatestReading(city), .listReadings(city),
    .listLatestReadings(city), .summariseReadings(city, most: settings.bucketValues), .correctReading(city),
    .deleteReading(city),
    .getRetention(city), .listSeriesNotes(city), .addSeriesNote(city),
  ]
  return single + Endpoint.exportReadings(city)
}

private func decisionEndpoints(_ city: City, _ settings: APISettings) -> [Endpoint] {
  [
    .listDecisions(city), .getDecision(city), .getDecisionModel(city), .tryDecision(city, settings),
    .explainDecision(city), .whatIfDecision(city, settings),
  ] + versionEndpoints(city, settings, .decisions)
}

/// Proposing and approving versions.
private func versionEndpoints(_ city: City, _ settings: APISettings, _ kind: VersionedKind) -> [Endpoint] {
  [
    .listVersions(city, of: kind), .getVersion(city, of: kind), .check(city, settings, kind),
    .propose(city, settings, kind), .approve(city, kind), .reject(city, kind),
  ]
}

/// What goes on, and what went on.
private func watchingEndpoints(_ city: City, _ settings: APISettings) -> [Endpoint] {
  [
    .listWarnings(city), .getWarning(city), .listRules(city), .getRule(city), .whatIfRule(city, settings),
    .getOnTimeReport(city), .getOnTimeTable(city), .listEvents(city),
    .getHeads(city), .searchEvents(city), .exportEvents(city), .getEvent(city), .getJournalVerification(city),
    .startJournalVerification(city), .listInstalledDefinitions(city), .listJobs(city, settings),
    .listSettings(city, settings), .getLive(city, LiveFeed(city), settings),
    .getVitalSigns(city), .getCityMode(city), .changeCityMode(city),
  ] + versionEndpoints(city, settings, .rules)
}

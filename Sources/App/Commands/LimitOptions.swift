// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import Access
import ArgumentParser
import Console
import HTTP
import Packs
import Telemetry
import Vocabulary

/// Limits of a served city.
struct LimitOptions: ParsableArguments {
  @Option(help: "Matters kept decoded in memory, so that the next command on them need not read them.")
  var matterCache: Int = 20_000

  @Option(help: "Seconds that a reading's time may lie in the future before it is refused.")
  var maximumClockSkew: Int = 300

  @Option(help: "Minutes after which a session that is not used ends.")
  var sessionIdle: Int = 240

  @Option(help: "Hours after which a session ends, however much it is used.")
  var sessionLifetime: Int = 24

  @Option(help: "Seconds between signatures under the journal.")
  var checkpointInterval: Int = 60

  @Option(help: "Most bytes of one evidence file.")
  var evidenceLimit: Int = 20 << 20

  @Option(help: "Most matters in one exported file.")
  var exportLimit: Int = 100_000

  @Option(help: "Most points, width times height, of one picture among them.")
  var pictureLimit: Int = 100_000_000

  @Option(help: "Minutes that the photograph of a report which is not sent is kept.")
  var draftLifetime: Int = 60

  @Option(help: "Most bytes of such photographs together.")
  var draftSpace: Int = 512 << 20

  @Option(help: "Recorded uses of a decision that one what-if looks at, the newest first.")
  var whatIfLimit: Int = 100_000

  @Option(help: "Readings that one what-if of a threshold rule looks at.")
  var ruleWhatIfLimit: Int = 10_000_000

  @Option(help: "Most bytes of the draft of a decision or of a threshold rule that is sent in.")
  var draftLimit: Int = 4 << 20

  @Option(help: "Most bytes of one body of readings.")
  var readingsLimit: Int = 4 << 20

  @Option(help: "Reports without an account, with what is added to them, that one address may send a second.")
  var publicReportRate: Double = 0.2

  @Option(help: "How many of these one address may send at once.")
  var publicReportBurst: Int = 20

  @Option(help: "Times a second that one address may look at the progress of reports.")
  var publicLookUpRate: Double = 5

  @Option(help: "How many of these look-ups one address may make at once.")
  var publicLookUpBurst: Int = 50

  @Option(help: "Days that the hourly numbers of the operation centre are kept.")
  var vitalDays: Int = 7

  @Option(help: "Kilometres around the city's areas within which the place of a report may lie; 0 for anywhere.")
  var reportReach: Int = 100

  @OptionGroup var prometheus: PrometheusOptions

  @OptionGroup var telemetry: TelemetryOptions

  /// The defaults, for commands that serve nothing.
  static var defaults: LimitOptions { (try? LimitOptions.parse([])) ?? LimitOptions() }

  func validate() throws {
    guard matterCache > 0, maximumClockSkew >= 0, sessionIdle > 0, sessionLifetime > 0, checkpointInterval > 0,
      evidenceLimit > 0, exportLimit > 0, whatIfLimit > 0, readingsLimit > 0, publicReportRate > 0,
      publicReportBurst > 0, publicLookUpRate > 0, publicLookUpBurst > 0, pictureLimit > 0, draftLifetime > 0,
      draftSpace > 0, ruleWhatIfLimit > 0, draftLimit > 0, vitalDays > 0, reportReach >= 0
    else {
      throw ValidationError("Limits are positive numbers.")
    }
  }

  func apply(to settings: inout CitySettings) {
    settings.matterCache = matterCache
    settings.telemetry.maxClockSkew = .seconds(maximumClockSkew)
    telemetry.apply(to: &settings.telemetry)
    settings.access.sessionIdle = .seconds(sessionIdle * 60)
    settings.access.sessionLifetime = .seconds(sessionLifetime * 3600)
    settings.checkpointEvery = .seconds(checkpointInterval)
    settings.evidenceLimit = evidenceLimit
    settings.pictureLimit = pictureLimit
    settings.reportReach = reportReach
    settings.whatIfLimit = whatIfLimit
    settings.ruleWhatIfLimit = ruleWhatIfLimit
  }

  var apiSettings: APISettings {
    var settings = APISettings()
    settings.publicReports = publicReports
    settings.publicLookUps = publicLookUps
    settings.evidenceLimit = evidenceLimit
    settings.readingsLimit = readingsLimit
    settings.bucketValues = telemetry.bucketValues
    settings.draftLimit = draftLimit
    return settings
  }

  var consoleSettings: ConsoleSettings {
    var settings = ConsoleSettings()
    settings.draftLifetime = .seconds(draftLifetime * 60)
    settings.draftSpace = draftSpace
    settings.publicReports = publicReports
    settings.publicLookUps = publicLookUps
    settings.evidenceLimit = evidenceLimit
    settings.exportLimit = exportLimit
    settings.draftLimit = draftLimit
    return settings
  }

  private var publicReports: RateLimit {
    RateLimit(perSecond: publicReportRate, burst: publicReportBurst)
  }

  private var publicLookUps: RateLimit {
    RateLimit(perSecond: publicLookUpRate, burst: publicLookUpBurst)
  }
}

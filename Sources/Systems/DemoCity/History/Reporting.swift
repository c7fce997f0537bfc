// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Vocabulary

/// Puts a report into words, and says who makes it.
struct Reporting: Sendable {
  let ground: DemoGround
  let staff: DemoStaff
  let tenant: Tenant
  let typeNames: [String: LocalizedText]

  init(_ ground: DemoGround, staff: DemoStaff, city: City) {
    self.ground = ground
    self.staff = staff
    tenant = city.tenant
    typeNames = Dictionary(city.pack.matterTypes.map { ($0.code, $0.name) }) { first, _ in first }
  }

  func submission(_ report: Report, _ random: inout RandomStream) -> (submission: Submission, by: Principal) {
    let community = ground.division.communities[report.community]
    let channel = ["collector", "phone", "app", "video", "public"][random.index(of: [45, 22, 18, 10, 5])]
    let place = BuiltUp.plain(community)
    let house = 1 + random.integer(below: 220)
    let name = typeNames[report.type] ?? LocalizedText([:])
    let address = Word("\(house) \(place.english) Lane", "\(place.chinese)巷\(house)号")
    let detail = random.pick(Self.details)
    let (by, reporter) = reporter(channel, &random)
    let submission = Submission(
      type: report.type,
      text: Word(
        "Near \(address.english): \(name.text(in: "en").lowercased()), \(detail.english).",
        "\(address.chinese)附近：\(name.text(in: "zh-Hans"))，\(detail.chinese)。"
      ).pairedText,
      priority: report.priority, channel: channel, position: ground.projection.position(report.point),
      address: address.pairedText, reporter: reporter)
    return (submission, by)
  }

  private func reporter(_ channel: String, _ random: inout RandomStream) -> (Principal, Reporter?) {
    switch channel {
    case "collector": return (random.pick(staff.collectors), nil)
    case "video": return (.system(tenant), nil)
    case "phone":
      return (random.pick(staff.intake), Reporter(name: PersonName.next(&random)))
    default: return (.anonymous(tenant), Reporter(name: PersonName.next(&random)))
    }
  }

  private static let details: [Word] = [
    Word("people have to walk around it", "行人只能绕行"), Word("it has been so since this morning", "今早已出现"),
    Word("it happens every few days", "隔几天就出现一次"), Word("several neighbours have complained", "多位居民反映"),
    Word("beside the bus stop", "在公交站旁"), Word("in front of the school", "在学校门口"),
    Word("at the entrance of the market", "在菜市场入口"), Word("on the pavement", "位于人行道上"),
    Word("please deal with it soon", "请尽快处理"),
  ]
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Foundation
import Matters
import Packs
import Spatial
import TestSupport
import Testing
import Vocabulary

@testable import DemoCity

@Suite struct GroundTests {
  @Test func theCityThatIsShown() throws {
    let ground = DemoGround(size: .medium, seed: 1)
    let folder = try TemporaryFolder()
    let pack = try DemoTown.pack(ground, in: folder)
    let levels = Dictionary(grouping: pack.areas.areas, by: \.level).mapValues(\.count)
    #expect(levels[.district] == 3 && levels[.street] == 12 && levels[.community] == 72)
    #expect((1080...1320).contains(levels[.cell] ?? 0), "\(levels[.cell] ?? 0) cells")
    #expect(pack.matterTypes.count { $0.kind == .event || $0.kind == .component } == 40)
    #expect(pack.series.count == 2000 && Set(pack.series.map(\.code)).count == 2000)
    for series in pack.series {
      #expect(pack.areas.locate(try #require(series.position)).community != nil, "\(series.code)")
    }
    let reported = Set(ReportTypes.events.map(\.type) + ReportTypes.components.map(\.type))
    #expect(reported == Set(pack.matterTypes.filter { $0.kind == .event || $0.kind == .component }.map(\.code)))
    #expect(pack.remarks.list.isEmpty, "\(pack.remarks.text)")
  }

  @Test(arguments: [DemoSize.small, .large], [UInt64(1), 2, 3])
  func everyPackIsInOrder(_ size: DemoSize, _ seed: UInt64) throws {
    let ground = DemoGround(size: size, seed: seed)
    let pack = try DemoTown.pack(ground, in: try TemporaryFolder())
    let names = pack.areas.areas.filter { $0.level != .cell }.map { $0.name.text(in: "zh-Hans") }
    #expect(Set(names).count == names.count)
  }

  @Test func sameSeedSameFiles() {
    func files(_ seed: UInt64) -> [[String: String]] {
      let pack = DemoPack(DemoGround(size: .medium, seed: seed))
      return [pack.areas(), pack.series()]
    }
    #expect(files(5) == files(5))
    #expect(files(5) != files(6))
  }

  @Test func nothingStandsInTheRiver() {
    let ground = DemoGround(size: .medium, seed: 1)
    let river = ground.projection.polygon(ground.grid.river.ring)
    for building in ground.builtUp.buildings {
      #expect((try? ground.projection.polygon(building.ring).intersects(river)) == false, "\(building.name)")
    }
    // Roads cross it where there is a bridge, and nowhere else.
    let bridges = ground.roads.bridges.count
    let crossing = ground.roads.roads.filter { (try? ground.projection.line($0.line).intersects(river)) == true }
    #expect(crossing.allSatisfy { $0.kind == .main || $0.kind == .expressway })
    #expect(crossing.count == bridges - 1, "the ring road has two bridges, each other road one")
  }

  /// Whatever the size, every line is a line and every polygon has an inside.
  @Test(arguments: DemoSize.allCases) func everyShapeIsSound(_ size: DemoSize) {
    for entity in DemoEntities(ground: DemoGround(size: size, seed: 1)).all() {
      switch entity.location {
      case .lineString(let line): #expect(Set(line).count > 1, "\(entity.id)")
      case .polygon: #expect(entity.location?.fault() == nil, "\(entity.id)")
      default: #expect(entity.location != nil, "\(entity.id)")
      }
    }
  }

  @Test func everythingHasBothNames() throws {
    let ground = DemoGround(size: .medium, seed: 1)
    for entity in DemoEntities(ground: ground).all() {
      let name = try #require(entity.attributes["name"]?.value)
      #expect(name["en"]?.string?.isEmpty == false)
      #expect(name["zh-Hans"]?.string?.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } == true)
    }
  }
}

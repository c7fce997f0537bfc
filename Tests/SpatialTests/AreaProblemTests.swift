// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Testing
import Vocabulary

@Suite struct AreaProblemTests {
  private func problems(_ changes: [Area]) -> [AreaProblem] { AreaIndex(AreaIndexTests.city + changes).problems() }
  private let area = AreaIndexTests.area
  private let rectangle = AreaIndexTests.rectangle

  @Test func findsADuplicateCode() throws {
    let found = problems([area("D2", .street, "D", rectangle(2, 0, 4, 4))])
    #expect(found.map(\.kind) == [.duplicateCode])
    #expect(found[0].detail == "area D2 is given twice, area codes are unique in the city")
  }

  @Test func findsAnUnknownParent() {
    let found = problems([area("D1B01", .cell, "D1B", rectangle(0, 3, 1, 4))])
    #expect(found.map(\.kind) == [.unknownParent])
    #expect(found[0].detail == "area D1B01 names D1B as its parent, which is not among the areas")
  }

  @Test func findsAParentThatIsNotWider() {
    let found = problems([area("D3", .street, "D1A", rectangle(8, 8, 9, 9))])
    #expect(found.map(\.kind) == [.parentNotWider])
    #expect(found[0].detail.contains("D3 (street) names D1A") && found[0].detail.contains("community"))
    // Two areas that name each other must not go round for ever.
    let circle = AreaIndex([
      area("A", .street, "B", rectangle(0, 0, 1, 1)), area("B", .street, "A", rectangle(1, 0, 2, 1)),
    ])
    #expect(circle.locate(Position(0.5, 0.5)).codes == ["A"])
    #expect(circle.problems().map(\.kind) == [.parentNotWider, .parentNotWider])
  }

  @Test func findsAnAreaOutsideItsParent() {
    let found = problems([area("D1B", .community, "D1", rectangle(0, 3, 2.5, 4))])
    #expect(found.map(\.kind) == [.outsideParent])
    #expect(found[0].code == "D1B" && found[0].other == "D1")
    #expect(found[0].detail.hasPrefix("area D1B reaches out of its parent D1 by "))
    #expect(found[0].detail.hasSuffix("20.0 % of it"))
  }

  @Test func findsOverlappingSiblings() {
    let found = problems([area("D1A03", .cell, "D1A", rectangle(0.5, 1, 1, 3))])
    #expect(found.map(\.kind) == [.overlap])
    #expect(found[0].code == "D1A03" && found[0].other == "D1A01")
    #expect(found[0].detail.hasPrefix("areas D1A01 and D1A03 overlap by "))
    #expect(found[0].detail.contains("50.0 % of the smaller"))
  }

  @Test func toleratesWhatSurveyingCannotTell() {
    let close = [area("D1B", .community, "D1", rectangle(0, 2.9995, 2.0005, 4))]
    #expect(problems(close) == [])
    #expect(
      Set(AreaIndex(AreaIndexTests.city + close).problems(tolerance: 0).map(\.kind)) == [.outsideParent, .overlap])
  }

  @Test func leavesAreasWithoutAShapeAlone() {
    let named = Area(code: "D3", level: .street, name: LocalizedText(["en": "D3"]), parent: "D", geometry: nil)
    let part = Area(code: "D3A", level: .community, name: LocalizedText(["en": "D3A"]), parent: "D3", geometry: nil)
    #expect(problems([named, part]) == [])
    let index = AreaIndex(AreaIndexTests.city + [named, part])
    #expect(index.path(of: "D3A").codes == ["D", "D3", "D3A"])
    #expect(index.locate(Position(3, 3)).codes == ["D", "D2"])
    let lost = Area(code: "D4", level: .street, name: LocalizedText(["en": "D4"]), parent: "X", geometry: nil)
    #expect(problems([lost]).map(\.kind) == [.unknownParent])
  }

  @Test func findsShapesThatAreNoPolygons() {
    let bowTie = Geometry.polygon([[Position(0, 3), Position(2, 4), Position(2, 3), Position(0, 4), Position(0, 3)]])
    let found = problems([
      area("D1B", .community, "D1", bowTie), area("D1C", .community, "D1", .point(Position(1, 1))),
    ])
    #expect(found.map(\.kind) == [.invalidGeometry, .notAPolygon])
    #expect(found[0].detail.contains("the boundary of area D1B is not valid: Self-intersection at longitude 1.0"))
    #expect(found[1].detail.contains("area D1C is a Point"))
  }
}

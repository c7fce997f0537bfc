// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Testing

struct EntityTypeTests {
  /// OGC 18-088 figure 2 and table 21: each relation is there from both ends.
  @Test func relationsLeadBack() {
    for type in EntityType.allCases {
      for navigation in type.navigations {
        #expect(
          navigation.target.navigations.contains { $0.target == type }, "\(type) → \(navigation.name) has no way back")
        #expect(navigation.name == (navigation.isCollection ? navigation.target.set : navigation.target.singular))
      }
    }
  }

  @Test func setsAreNamedAsTheStandardNamesThem() {
    #expect(
      EntityType.allCases.map(\.set) == [
        "Things", "Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams", "Sensors",
        "ObservedProperties", "Observations", "FeaturesOfInterest",
      ])
    #expect(EntityType(set: "Things") == .thing)
    #expect(EntityType(set: "Thing") == nil)
    #expect(EntityType.thing.property("@iot.id")?.name == "id")
  }
}

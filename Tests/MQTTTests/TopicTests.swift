// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MQTT

/// MQTT 5 §4.7.
struct TopicTests {
  @Test(arguments: [
    // The examples of the standard.
    ("sport/tennis/player1/#", "sport/tennis/player1", true),
    ("sport/tennis/player1/#", "sport/tennis/player1/ranking", true),
    ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true), ("sport/#", "sport", true),
    ("sport/tennis/+", "sport/tennis/player1", true), ("sport/tennis/+", "sport/tennis/player1/ranking", false),
    ("sport/+", "sport", false), ("sport/+", "sport/", true), ("+/+", "/finance", true), ("/+", "/finance", true),
    ("+", "/finance", false), ("#", "$SYS/x", false), ("+/monitor/Clients", "$SYS/monitor/Clients", false),
    ("$SYS/#", "$SYS/monitor", true), ("$SYS/monitor/+", "$SYS/monitor/Clients", true), ("a", "a", true),
    ("a", "b", false),
  ]) func matches(filter: String, topic: String, isMatch: Bool) {
    #expect(Topic.matches(filter, topic) == isMatch)
    var tree = TopicTree<Int>()
    tree.insert(Subscription(filter: filter, qos: .atMostOnce), of: 1)
    #expect(!tree.matches(topic).isEmpty == isMatch)
    let (first, second) = (tree.remove(filter, of: 1), tree.remove(filter, of: 1))
    #expect(first && !second && tree.matches(topic).isEmpty)
  }

  @Test(arguments: ["sport/tennis#", "sport/tennis/#/ranking", "sport+", "", "a+/b", "##"])
  func refusesFilters(filter: String) { #expect(!Topic.isFilter(filter)) }

  @Test func refusesNames() {
    for name in ["", "a/+", "#", String(repeating: "/", count: 32)] {
      #expect(throws: MQTTFault.self) { try Topic.checkName(name) }
    }
    #expect(throws: Never.self) { try Topic.checkName(String(repeating: "/", count: 31)) }
  }
}

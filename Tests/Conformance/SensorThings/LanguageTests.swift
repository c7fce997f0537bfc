// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// What is wrong with one of many is told in the language of the request, too: in the rows of a Data Array and the parts of a batch.
@Suite struct LanguageTests {
  private static let chinese = ["Accept-Language": "zh-CN,zh;q=0.9"]

  @Test func d3TellsOfRowsInTheLanguageOfTheRequest() async throws {
    try await Service.with(.sqlite) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.id"] ?? .null
      let body: JSON = [
        [
          "Datastream": ["@iot.id": stream], "components": ["phenomenonTime", "result"],
          "dataArray": [[.string(Service.time(0)), 1], ["never", 2], [3]],
        ],
        [
          "Datastream": ["@iot.id": 4711], "components": ["phenomenonTime", "result"],
          "dataArray": [[.string(Service.time(1)), 1]],
        ],
      ]
      let english = try await service.send(.POST, "CreateObservations", body)
      let chinese = try await service.send(.POST, "CreateObservations", body, headers: Self.chinese)
      #expect(english.status == 201 && chinese.status == 201)
      #expect(english.header("Content-Language") == "en" && chinese.header("Content-Language") == "zh-Hans")
      let rows = (english.json.array?.compactMap(\.string) ?? [], chinese.json.array?.compactMap(\.string) ?? [])
      try #require(rows.0.count == 4 && rows.1.count == 4, "\(rows)")
      #expect(rows.0[0] == rows.1[0] && rows.0[0].hasPrefix("http"))
      #expect(rows.0.dropFirst().allSatisfy { $0.hasPrefix("error: ") && $0.allSatisfy(\.isASCII) }, "\(rows.0)")
      #expect(rows.1.dropFirst().allSatisfy { $0.hasPrefix("error: ") && $0.contains { !$0.isASCII } }, "\(rows.1)")
      #expect(rows.0[2] == "error: a row has 2 values, one for each component")
      #expect(rows.1[2] == "error: 每行有 2 个值，每列一个")
      // Where nothing is wrong there is nothing to say in any language.
      let right = try await service.send(.POST, "CreateObservations", [], headers: Self.chinese)
      #expect(right.status == 201 && right.header("Content-Language") == nil)
    }
  }

  @Test func b8TellsOfPartsInTheLanguageOfTheRequestOrTheirOwn() async throws {
    try await Service.with(.sqlite) { service in
      let batch: JSON = [
        "requests": [
          ["id": "1", "method": "get", "url": "Things(4711)"],
          ["id": "2", "method": "get", "url": "Things(4711)", "headers": ["accept-language": "en"]],
          ["id": "3", "atomicityGroup": "g", "method": "delete", "url": "Things(4711)"],
        ]
      ]
      let answer = try await service.send(.POST, "$batch", batch, headers: Self.chinese)
      let titles = (answer.json["responses"]?.array ?? []).map { $0["body"]?["title"]?.string }
      #expect(titles == ["未找到", "Not found", "未找到"], "\(answer.text)")
    }
  }
}

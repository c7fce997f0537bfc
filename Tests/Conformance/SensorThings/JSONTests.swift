// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Q11: parts of JSON values, in addresses and in conditions.
struct JSONTests {
  private static let properties: JSON = [
    "int": 8, "text": "8", "flag": true, "intArray": [1, 9], "strArray": ["s", "t", "路"],
    "intIntArray": [[1, 2], [3]],
    "objArray": [["string": "a"], ["string": "b"]], "mixed": [8, "8", true, nil],
  ]

  /// A fridge with JSON in its properties, an oven with other ones, and Observations of the fridge.
  private static func with(
    _ engine: Engine, _ body: (_ service: Service, _ fridge: String, _ stream: String) async throws -> Void
  ) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      var fridge = Sample.whole("Fridge").object ?? [:]
      fridge["properties"] = properties
      let thing = try await service.make("Things", .object(fridge))
      let id = try await service.list("\(thing)/Datastreams")[0]["@iot.id"]?.text ?? ""
      try await body(service, thing, "Datastreams(\(id))")
    }
  }

  @Test(arguments: Engine.allCases) func q11Addresses(engine: Engine) async throws {
    try await Self.with(engine) { service, fridge, _ in
      for (path, expected) in [
        ("int", "8"), ("intArray[1]", "9"), ("objArray[0]/string", "a"), ("intIntArray[1][0]", "3"), ("flag", "true"),
      ] {
        let answer = try await service.send(.GET, "\(fridge)/properties/\(path)/$value")
        #expect(answer.text == expected, "\(path)")
      }
      for path in ["none", "intArray[2]", "int/x", "strArray/0"] {
        let answer = try await service.send(.GET, "\(fridge)/properties/\(path)")
        #expect(answer.status == 404, "\(path)")
      }
    }
  }

  @Test(arguments: Engine.allCases) func q11Conditions(engine: Engine) async throws {
    try await Self.with(engine) { service, _, _ in
      for (filter, expected) in [
        ("properties/intArray[1] eq 9", ["Fridge"]), ("properties/objArray[0]/string eq 'a'", ["Fridge"]),
        ("properties/intIntArray[1][0] eq 3", ["Fridge"]), ("properties/int in (8,9)", ["Fridge"]),
        ("properties/flag", ["Fridge"]), ("properties/flag eq true", ["Fridge"]),
        // Elements of arrays, by their type.
        ("'s' in properties/strArray", ["Fridge"]), ("'%E8%B7%AF' in properties/strArray", ["Fridge"]),
        ("'x' in properties/strArray", []), ("9 in properties/intArray", ["Fridge"]),
        ("'9' in properties/intArray", []), ("3 in properties/intIntArray[1]", ["Fridge"]),
        ("8 in properties/mixed", ["Fridge"]), ("'8' in properties/mixed", ["Fridge"]),
        ("true in properties/mixed", ["Fridge"]), ("null in properties/mixed", []),
        ("properties/text in properties/mixed", ["Fridge"]), ("properties/int in properties/intArray", []),
        ("not ('a' in properties/tags)", ["Fridge"]),
        ("'a' in properties/tags or name eq 'Fridge'", ["Oven", "Fridge"]),
        ("'a' in Datastreams/Thing/properties/tags", ["Oven"]),
        ("Datastreams/any(d:'s' in d/Thing/properties/strArray)", ["Fridge"]),
        // Two entities, or two properties of one.
        ("Datastreams/Thing/properties/int eq properties/int and properties/int ne null", ["Fridge"]),
        ("properties/int eq properties/mixed[0] and properties/int ne null", ["Fridge"]),
        // What is missing is null; another type matches nothing, and is no error.
        ("properties/none eq null", ["Oven", "Fridge"]), ("properties/text eq 8", []), ("properties/text gt 1", []),
        ("8 in properties/int", []), ("'s' in properties/none", []), ("'a' in properties/objArray[0]", []),
        ("properties/intArray eq 1", []), ("properties/intArray[7] eq 1", []), ("properties/int/x eq 1", []),
      ] {
        let found = try await service.list("Things?$orderby=id&$filter=\(filter)").compactMap { $0["name"]?.string }
        #expect(found == expected, "\(filter)")
      }
      for wrong in ["8 in 8", "'a' in name", "properties/int in", "now() in properties/strArray"] {
        let answer = try await service.send(.GET, "Things?$filter=\(wrong)")
        #expect(answer.status == 400 && answer.text.contains("$filter"), "\(wrong): \(answer.text)")
      }
      #expect(
        try await service.list("Things?$orderby=properties/int desc&$select=name") == [
          ["name": "Fridge"], ["name": "Oven"],
        ])
      #expect(
        try await service.list("Datastreams?$top=1&$select=unitOfMeasurement/symbol") == [
          ["unitOfMeasurement": ["symbol": "Cel"]]
        ])
    }
  }

  @Test(arguments: Engine.allCases) func q11Observations(engine: Engine) async throws {
    try await Self.with(engine) { service, _, stream in
      let qualities: [JSON] = [[["DQ_Result": ["code": "1"]], "good"], "good", ["bad", 7]]
      for (minute, quality) in qualities.enumerated() {
        try await service.make(
          "\(stream)/Observations",
          [
            "phenomenonTime": .string(Service.time(minute)), "result": .integer(Int64(minute)),
            "resultQuality": quality,
            "parameters": ["tags": [.string("p\(minute)"), "all"]],
          ])
      }
      for (filter, expected) in [
        ("resultQuality[0]/DQ_Result/code eq '1'", [0]), ("resultQuality eq 'good'", [1]),
        ("'good' in resultQuality", [0]), ("7 in resultQuality", [2]), ("'p1' in parameters/tags", [1]),
        ("'all' in parameters/tags and result gt 0", [1, 2]), ("not ('p1' in parameters/tags)", [0, 2]),
        ("'s' in Datastream/Thing/properties/strArray and result lt 1", [0]),
        ("result in Datastream/Thing/properties/intArray", [1]), ("result in (0,2)", [0, 2]),
      ] as [(String, [Int64])] {
        let found = try await service.list("\(stream)/Observations?$orderby=phenomenonTime&$filter=\(filter)")
          .compactMap { $0["result"]?.integer }
        #expect(found == expected, "\(filter)")
      }
    }
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CZlib
import HTTP
import Intake
import NIOHTTP1
import Packs
import Storage
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import LineProtocol

/// The door as clients meet it, on both engines.
struct WriteTests {
  static func town<Result: Sendable>(
    _ engine: Engine = .sqlite, intake: IntakeSettings = IntakeSettings(),
    _ change: (inout LineProtocolSettings) -> Void = { _ in }, _ body: (TestTown) async throws -> Result
  ) async throws -> Result {
    var settings = LineProtocolSettings()
    change(&settings)
    return try await TestTown.with(
      engine,
      endpoints: { city in
        lineProtocolEndpoints(
          city,
          intake: ReadingIntake(
            telemetry: city.telemetry, database: city.database, tenant: city.tenant, settings: intake),
          settings: settings)
      }, body)
  }

  @Test(arguments: Engine.allCases) func keepsGoodLinesAndNamesTheOthers(engine: Engine) async throws {
    try await Self.town(engine, { $0.batch = 3 }) { town in
      let token = try await town.token(.administrator)
      let now = town.time.now().milliseconds
      let body = """
        # comment
        cpu,host=a idle=1.5,busy=2i \(now)
        cpu,host=a idle= \(now)
        cpu,host=b idle=3 \(now - 1000)

        cpu,host=b idle="text" \(now)
        cpu,host=c idle=4 \(now + 3_600_000)
        cpu,host=c up=true
        """
      let answer = try await town.write(body, "/write?db=x&precision=ms", token)
      #expect(answer.status == 400)
      let message = answer.json["error"]?.string ?? ""
      #expect(message.hasPrefix("partial write: unable to parse line 3: the value of a field is missing"), "\(message)")
      #expect(message.contains("line 6: series cpu,host=b:idle holds readings of kind number, not text"), "\(message)")
      #expect(message.contains("line 7: "), "\(message)")
      #expect(message.hasSuffix("dropped=3"), "\(message)")
      #expect(answer.json["code"]?.string == "invalid")
      #expect(answer.json["message"]?.string == message)
      #expect(try await town.values("cpu,host=a:idle") == [.number(1.5)])
      #expect(try await town.values("cpu,host=a:busy") == [.number(2)])
      #expect(try await town.values("cpu,host=b:idle") == [.number(3)])
      #expect(try await town.latest("cpu,host=c:up")?.at == town.time.now())
      // Nothing to write is not wrong.
      for body in [[], Array("\n# nothing\n".utf8)] as [[UInt8]] {
        let empty = try await town.request(.POST, "/write", token: token, bytes: body)
        #expect(empty.status == 204, "\(empty.text)")
      }
      #expect(try await town.request(.POST, "/write", token: token).status == 204)
      // The same again changes nothing.
      #expect(
        try await town.write("cpu,host=a idle=1.5 \(now)", "/api/v2/write?bucket=b&org=o&precision=ms", token).status
          == 204)
      #expect(try await town.values("cpu,host=a:idle") == [.number(1.5)])
    }
  }

  /// A number comes back as it was written, the first of a series and those after it.
  @Test(arguments: Engine.allCases) func keepsTheZerosThatEndNumbers(engine: Engine) async throws {
    try await Self.town(engine) { town in
      let token = try await town.token(.administrator)
      let written: [(field: String, text: String, value: Double, decimals: Int?)] = [
        ("a", "2.00", 2, 2), ("b", "21.5", 21.5, nil), ("c", "21.50", 21.5, 2), ("d", "3i", 3, nil),
        ("e", "20", 20, nil),
        ("f", "2.50e1", 25, nil), ("g", "-0.10", -0.1, 2), ("h", "1.", 1, nil), ("i", "1.0000000000000000", 1, nil),
      ]
      let fields = written.map { "\($0.field)=\($0.text)" }.joined(separator: ",")
      for ago in [2, 1, 0] {
        let at = town.time.now().milliseconds - Int64(ago)
        #expect(try await town.write("m \(fields) \(at)", "/write?precision=ms", token).status == 204)
        for (field, text, value, decimals) in written {
          let latest = try await town.latest("m:\(field)")
          #expect(latest?.at.milliseconds == at && latest?.value == .number(value), "\(text)")
          #expect(latest?.decimals == decimals, "\(text)")
        }
      }
    }
  }

  /// In Influx's form, which clients of it read; between what they look for stands the reader's language.
  @Test func saysWhatIsWrongInTheLanguageOfTheRequest() async throws {
    try await Self.town { town in
      let token = try await town.token(.administrator)
      let chinese = ["Accept-Language": "zh-CN,zh;q=0.9"]
      let body = "cpu,host=a idle=1 \(town.time.now().milliseconds)\ncpu,host=a idle=\ncpu,host=a idle=\"text\""
      let answer = try await town.write(body, "/write?precision=ms", token, headers: chinese)
      #expect(answer.status == 400 && answer.header("Content-Language") == "zh-Hans")
      let message = answer.json["error"]?.string ?? ""
      #expect(message.hasPrefix("partial write: unable to parse 第 2 行：缺少字段的值; 第 3 行：序列 "), "\(message)")
      #expect(message.hasSuffix(" dropped=2"), "\(message)")
      #expect(answer.json["message"]?.string == message && answer.json["code"] == "invalid")
      let unknown = try await town.write("m v=1", "/write", "cw_wrong", headers: chinese)
      #expect(unknown.status == 401 && unknown.json["error"]?.string?.hasPrefix("认证失败") == true)
      let english = try await town.write(body, "/write?precision=ms", token)
      #expect(english.header("Content-Language") == "en")
      #expect(english.json["error"]?.string?.allSatisfy(\.isASCII) == true, "\(english.text)")
    }
  }

  @Test(arguments: [("ns", 1_000_000 as Int64), ("us", 1000), ("u", 1000), ("ms", 1), ("", 1_000_000)])
  func readsPrecisions(precision: String, factor: Int64) async throws {
    try await Self.town { town in
      let token = try await town.token(.supervisor)
      let at = town.time.now().milliseconds - 1
      let query = precision.isEmpty ? "" : "?precision=\(precision)"
      #expect(try await town.write("m v=1 \(at * factor + factor - 1)", "/write" + query, token).status == 204)
      #expect(try await town.latest("m:v")?.at.milliseconds == at)
      let wrong = try await town.write("m v=1 1", "/write?precision=day", token)
      #expect(wrong.status == 400)
      #expect(wrong.json["message"]?.string == "invalid precision \"day\"; use ns, us, ms, s, m or h")
    }
  }

  @Test func readsWholeSecondsAndRefusesTheYear292277() async throws {
    try await Self.town { town in
      let token = try await town.token(.supervisor)
      let second = town.time.now().milliseconds / 1000
      let answer = try await town.write(
        "m v=1 \(second)\nm v=2 9223372036854775807\nm v=3 \(second - 1)", "/write?precision=s", token)
      #expect(answer.status == 400)
      #expect(answer.json["message"]?.string?.contains("line 2: the time lies outside the years 1677 to 2262") == true)
      #expect(try await town.values("m:v") == [.number(3), .number(1)])
    }
  }

  @Test func knowsSendersByTheirToken() async throws {
    try await Self.town { town in
      let token = try await town.token(.administrator)
      let basic = Base64.encoded("telegraf:\(token)")
      for header in ["Token \(token)", "Bearer \(token)", "token name:\(token)", "Basic \(basic)"] {
        #expect(
          try await town.write("m v=1", "/write", nil, headers: ["Authorization": header]).status == 204, "\(header)")
      }
      #expect(try await town.write("m v=1", "/write?u=me&p=\(token)", nil).status == 204)
      for header in ["Token cw_wrong", "Basic ???", "Digest x", "Token"] {
        let answer = try await town.write("m v=1", "/write", nil, headers: ["Authorization": header])
        #expect(answer.status == 401, "\(header)")
        #expect(answer.json["code"]?.string == "unauthorized")
      }
      #expect(try await town.write("m v=1", "/write", nil).status == 401)
      #expect(try await town.write("m v=1", "/write?p=wrong", nil).status == 401)
      for role in Role.allCases where ![.administrator, .supervisor].contains(role) {
        #expect(try await town.write("m v=1", "/write", town.token(role)).status == 403, "\(role)")
      }
      let bound = try await town.token("bound", [Grant(.supervisor, department: "roads")])
      #expect(try await town.write("m v=1", "/write", bound).status == 403)
    }
  }

  @Test func letsServicesWriteOnlyToKnownSeries() async throws {
    try await Self.town { town in
      let service = try await town.token("meter", [Grant(.reporter)], kind: .service)
      let refused = try await town.write("pipe-1 v=4\nx v=2\nx v=3", "/write", service)
      #expect(refused.json["message"]?.string?.hasPrefix("unable to parse line 1: there is no series pipe-1:v") == true)
      #expect(refused.json["message"]?.string?.hasSuffix("dropped=3") == true)
    }
    try await Self.town(.sqlite, { $0.rule = try! SeriesRule("{measurement}") }) { town in
      let service = try await town.token("meter", [Grant(.reporter)], kind: .service)
      #expect(try await town.write("pipe-1 v=4", "/write", service).status == 204)
      #expect(try await town.values("pipe-1") == [.number(4)])
    }
  }

  @Test func unpacksGzipButNoBomb() async throws {
    try await Self.town(.sqlite, { $0.bodyLimit = 1 << 20 }) { town in
      let token = try await town.token(.administrator)
      let lines = Array((0..<20_000).map { "m,n=\($0 % 50) v=\($0) \($0)" }.joined(separator: "\n").utf8)
      let packed = Gzip.packed(lines)
      func send(_ bytes: [UInt8], _ encoding: String = "gzip") async throws -> TownAnswer {
        try await town.request(
          .POST, "/write?precision=s", bytes: bytes,
          headers: ["Authorization": "Token \(token)", "Content-Encoding": encoding])
      }
      #expect(try await send(packed).status == 204)
      #expect(try await town.values("m,n=49:v").count == 400)
      // Two members, one after the other.
      #expect(try await send(Gzip.packed(Array("a v=1".utf8)) + Gzip.packed(Array("\nb v=2".utf8))).status == 204)
      #expect(try await town.values("b:v") == [.number(2)])
      let bomb = try await send(Gzip.packed([UInt8](repeating: UInt8(ascii: "\n"), count: 512 << 20)))
      #expect(bomb.status == 413)
      #expect(bomb.json["message"]?.string?.contains("unpacked") == true)
      #expect(try await send(Array(packed.dropLast(9))).status == 400)
      #expect(try await send(Array("m v=1".utf8)).status == 400)
      #expect(try await send(packed, "br").status == 415)
      let large = try await town.write(String(repeating: "#", count: (1 << 20) + 1), "/write", token)
      #expect(large.status == 413)
    }
  }

  @Test func refusesMoreThanItCanCarry() async throws {
    try await Self.town(.sqlite, { $0.bodiesLimit = 10 }) { town in
      let answer = try await town.write("measurement v=1", "/write", town.token(.administrator))
      #expect(answer.status == 503)
      #expect(answer.header("Retry-After") == "1")
      #expect(try await town.write("m v=1", "/write", town.token(.administrator)).status == 204)
    }
  }

  @Test func answersWhatClientsAskFirst() async throws {
    try await Self.town { town in
      let token = try await town.token(.administrator)
      for method in [HTTPMethod.GET, .HEAD] {
        let ping = try await town.request(method, "/ping")
        #expect(ping.status == 204)
        #expect(ping.header("X-Influxdb-Version") == "1.8.10-citywide")
      }
      let made = try await town.request(
        .POST, "/query", bytes: Array("q=CREATE+DATABASE+%22telegraf%22".utf8),
        headers: ["Authorization": "Token \(token)", "Content-Type": "application/x-www-form-urlencoded"])
      #expect(made.status == 200)
      #expect(made.json["results"]?.array?.count == 1)
      let other = try await town.request(
        .POST, "/query?q=SELECT%201", headers: ["Authorization": "Token \(token)"])
      #expect(other.status == 400)
      #expect(try await town.request(.POST, "/query?q=CREATE%20DATABASE%20x").status == 401)
    }
  }
}

extension TestTown {
  func write(
    _ body: String, _ path: String, _ token: String?, headers: [String: String] = [:]
  ) async throws -> TownAnswer {
    var headers = headers
    if let token { headers["Authorization"] = "Token \(token)" }
    return try await request(.POST, path, bytes: Array(body.utf8), headers: headers)
  }

  func latest(_ code: String) async throws -> Reading? {
    let series = try await city.database.read { [catalogue = city.telemetry.catalogue, tenant = city.tenant] in
      try catalogue.series(code: code, tenant: tenant, in: $0)
    }
    return try await city.telemetry.latest(of: try #require(series, "no series \(code)").id, tenant: city.tenant)
  }

  /// All values of a series, oldest first.
  func values(_ code: String) async throws -> [ReadingValue] {
    let series = try await city.database.read { [catalogue = city.telemetry.catalogue, tenant = city.tenant] in
      try catalogue.series(code: code, tenant: tenant, in: $0)
    }
    return try await city.telemetry.range(
      of: try #require(series, "no series \(code)").id, from: Instant(milliseconds: .min),
      to: Instant(milliseconds: .max),
      tenant: city.tenant
    ).map(\.value)
  }
}

enum Gzip {
  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { buffer, count in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        deflate(&stream, Z_FINISH)
        count = buffer.count - Int(stream.avail_out)
      }
    }
  }
}

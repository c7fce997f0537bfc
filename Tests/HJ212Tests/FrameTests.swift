// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@testable import HJ212

struct FrameTests {
  @Test func writesWhatTheStandardHas() throws {
    let frame = Frame(
      number: "20261124155000123", command: 9014, password: "123456", device: Golden.number)
    #expect(frame.bytes.text == Golden.answer)
    #expect(try Frame(Array(Golden.answer.utf8.dropFirst(6).dropLast(6))) == frame)
    let upload = try Frame(Array(Golden.upload.utf8.dropFirst(6).dropLast(6)))
    #expect(upload.bytes.text == Golden.upload)
    #expect(upload.wantsAnswer && !upload.isSplit)
  }

  @Test(arguments: [
    ("QN=20261324155000123;ST=32;CN=2011;MN=X;Flag=5;CP=&&&&", ReturnCode.number),
    ("QN=2026112415500012;ST=32;CN=2011;MN=X;Flag=5;CP=&&&&", .number),
    ("ST=32;CN=2011;MN=X;Flag=5;CP=&&&&", .number),
    ("QN=20261124155000123;ST=3;CN=2011;MN=X;Flag=5;CP=&&&&", .system),
    ("QN=20261124155000123;ST=ab;CN=2011;MN=X;Flag=5;CP=&&&&", .system),
    ("QN=20261124155000123;ST=32;CN=20x1;MN=X;Flag=5;CP=&&&&", .command),
    ("QN=20261124155000123;ST=32;MN=X;Flag=5;CP=&&&&", .command),
    ("QN=20261124155000123;ST=32;CN=2011;Flag=5;CP=&&&&", .device),
    ("QN=20261124155000123;ST=32;CN=2011;MN=X;Flag=x;CP=&&&&", .flag),
    ("QN=20261124155000123;ST=32;CN=2011;MN=X;Flag=256;CP=&&&&", .flag),
    ("QN=20261124155000123;ST=32;CN=2011;MN=X;Flag=7;CP=&&&&", .flag),
    ("QN=20261124155000123;ST=32;CN=2011;MN=X;Flag=7;PNUM=2;PNO=3;CP=&&&&", .flag),
    ("QN=20261124155000123;ST=32;CN=2011;MN=X;Flag=7;PNUM=2;PNO=0;CP=&&&&", .flag),
    ("QN=20261124155000123;ST=32;CN=2011;MN=X;Flag=5", .unknown),
    ("QN=20261124155000123;ST=32;CN=2011;MN=X;Flag=5;CP=&&x", .unknown),
  ]) func namesTheFirstFieldThatIsWrong(text: String, code: ReturnCode) {
    #expect { try Frame(Array(text.utf8)) } throws: { ($0 as? Frame.Fault)?.code == code }
  }

  /// The older edition has uploads without QN and Flag.
  @Test func readsTheOlderEdition() throws {
    let frame = try Frame(
      Array("ST=31;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20040516021000;S01-Rtd=1.1&&".utf8))
    #expect(frame.number.isEmpty && frame.flag == 0 && frame.content == "DataTime=20040516021000;S01-Rtd=1.1")
  }

  @Test func keepsChinaTime() {
    // 2026-11-24 15:50:00 in China is 07:50:00 UTC.
    let instant = Instant("2026-11-24T07:50:00.123Z")
    #expect(ChinaTime.instant("20261124155000123", digits: 17) == instant)
    #expect(ChinaTime.instant("20261124155000") == Instant("2026-11-24T07:50:00Z"))
    #expect(instant.map { ChinaTime.text($0, digits: 17) } == "20261124155000123")
    for wrong in ["20261124155060", "20261131000000", "2026112415500", "202611241550000", "2026112415500a", ""] {
      #expect(ChinaTime.instant(wrong) == nil, "\(wrong)")
    }
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@testable import HJ212

struct ConversationTests {
  private let now = Instant("2026-11-24T08:00:00Z")!

  private func conversation(_ change: (inout HJ212Settings) -> Void = { _ in }) -> Conversation {
    var settings = HJ212Settings()
    change(&settings)
    return Conversation(registry: DeviceRegistry([Golden.device]), settings: settings, now: now)
  }

  private func events(_ bytes: [UInt8]) -> [FrameReader.Event] {
    var reader = FrameReader(limit: 4096)
    reader.take(bytes)
    var events: [FrameReader.Event] = []
    while let event = reader.next() { events.append(event) }
    return events
  }

  private func receive(_ conversation: inout Conversation, _ bytes: [UInt8], at now: Instant? = nil) -> [Conversation
    .Effect]
  {
    events(bytes).flatMap { conversation.receive($0, at: now ?? self.now) }
  }

  private func sent(_ effects: [Conversation.Effect]) -> [String] {
    effects.compactMap { effect in if case .send(let frame) = effect { frame.bytes.text } else { nil } }
  }

  @Test func keepsDataBeforeItAnswers() throws {
    var conversation = conversation()
    let effects = receive(&conversation, Array(Golden.upload.utf8))
    guard case .keep(let upload, let device, let answer) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(upload.values.count == 2 && device == Golden.device)
    #expect(answer?.bytes.text == Golden.answer)
    #expect(effects.last == .look(Golden.device))
    #expect(receive(&conversation, Array(Golden.upload.utf8)).count == 1, "a device is looked at once")
    guard
      case .keep(_, _, answer: nil) = receive(&conversation, Golden.frame(2011, "DataTime=20261124155000", flag: 4))
        .first
    else {
      Issue.record("an answer that was not asked for")
      return
    }
  }

  /// What monitors tell of themselves is data, too.
  @Test(arguments: [
    (2081, "DataTime=20261124155000;RestartTime=20261124080000"), (3019, "PolId=w01018;w01018-SN=1"),
    (3020, "DataTime=20261124155000;PolId=w01018;i12001-Info=1"),
  ]) func keepsFactsBeforeItAnswers(command: Int, content: String) throws {
    var conversation = conversation()
    let effects = receive(&conversation, Golden.frame(command, content))
    guard case .keep(let upload, _, let answer) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(upload.facts.count == 1 && upload.values.isEmpty)
    #expect(answer?.bytes.text == Golden.answer)
    #expect(sent(receive(&conversation, Golden.frame(command, "DataTime=2026"))).first?.contains("QnRtn=100") == true)
  }

  /// Each wrong frame has its code, and none of its data is kept.
  @Test(arguments: [
    (Array(Golden.wrongPassword.utf8), 3),
    (Golden.frame(2011, "DataTime=20261124155000", change: { $0.device = "OTHER" }), 4),
    (Golden.frame(2011, "DataTime=20261124155000", system: "22"), 5),
    (Golden.frame(2011, "DataTime=20261124155000", flag: 7), 6),
    (Golden.frame(2011, "DataTime=20261124155000", number: "20261124"), 7),
    (Golden.frame(2099, "DataTime=20261124155000"), 8),
    (Array(Golden.upload.replacing("63.5", with: "63.6").utf8), 9),
    (Array(Golden.upload.replacing("0170", with: "0171").utf8), 100),
    (Golden.frame(2011, "w01018-Rtd=1"), 100),
    (Golden.frame(2011, "DataTime=20261124;w01018-Rtd=1"), 100),
    // It is 16:00 here, and clocks may differ by five minutes.
    (Golden.frame(2011, "DataTime=20261124160501;w01018-Rtd=1"), 100),
    (Golden.frame(2081, "DataTime=20990101000000;RestartTime=20990101000000"), 100),
  ]) func answersWrongFramesWithTheirCode(bytes: [UInt8], code: Int) throws {
    var conversation = conversation()
    let effects = receive(&conversation, bytes)
    #expect(!effects.contains { if case .keep = $0 { true } else { false } })
    let answers = sent(effects)
    #expect(
      answers.count == 1 && answers[0].contains(";CN=9011;") && answers[0].contains("&&QnRtn=\(code)&&"), "\(effects)")
  }

  /// The clock of a device may be a little ahead.
  @Test func keepsDataOfThePresent() {
    var conversation = conversation()
    let effects = receive(&conversation, Golden.frame(2011, "DataTime=20261124160500;w01018-Rtd=1"))
    #expect(effects.contains { if case .keep = $0 { true } else { false } })
  }

  /// What can be read is kept; the answer does not say that all of it was.
  @Test func doesNotAcknowledgeWhatItCannotRead() {
    var conversation = conversation()
    let effects = receive(&conversation, Golden.frame(2011, "DataTime=20261124155000;w01018-Rtd=x;w21003-Rtd=0.25"))
    guard case .keep(let upload, _, let answer?) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(upload.values.map(\.code) == ["w21003"])
    #expect(answer.command == 9011 && answer.content == "QnRtn=100" && answer.number == "20261124155000123")
    #expect(effects.contains { if case .note(let text) = $0 { text.contains("w01018-Rtd=x") } else { false } })
  }

  @Test func closesWhereTheClockIsWrongForGood() {
    var conversation = conversation { $0.wrongFrames = 3 }
    let wrong = Golden.frame(2011, "DataTime=20990101000000;w01018-Rtd=1")
    let closed = (0..<3).map { _ in
      receive(&conversation, wrong).contains { if case .close = $0 { true } else { false } }
    }
    #expect(closed == [false, false, true])
  }

  @Test func answersAWrongChecksumAsTheStandardSays() {
    var conversation = conversation()
    #expect(
      sent(receive(&conversation, Array(Golden.upload.replacing("63.5", with: "63.6").utf8))) == [
        Golden.checksumRefusal
      ])
  }

  @Test func tellsNobodyThePassword() {
    var conversation = conversation()
    #expect(!sent(receive(&conversation, Array(Golden.wrongPassword.utf8))).contains { $0.contains("123456") })
  }

  @Test func closesAfterManyWrongFrames() {
    var conversation = conversation { $0.wrongFrames = 3 }
    for _ in 0..<2 {
      _ = receive(&conversation, Array(Golden.wrongPassword.utf8))
    }
    _ = receive(&conversation, Array(Golden.upload.utf8))
    var closed: [Bool] = []
    for _ in 0..<3 {
      let effects = receive(&conversation, Array(Golden.wrongPassword.utf8))
      closed.append(effects.contains { if case .close = $0 { true } else { false } })
    }
    #expect(closed == [false, false, true])
  }

  @Test func refusesWhoSendsTooOften() {
    var conversation = conversation {
      $0.burst = 3
      $0.framesPerSecond = 1
    }
    func isRefused(_ effects: [Conversation.Effect]) -> Bool { sent(effects).contains { $0.contains("QnRtn=2") } }
    let refused = (0..<5).map { _ in isRefused(receive(&conversation, Array(Golden.upload.utf8))) }
    #expect(refused == [false, false, false, true, true])
    #expect(!isRefused(receive(&conversation, Array(Golden.upload.utf8), at: now + .seconds(1))))
  }

  @Test func givesTheTimeToWhoAsks() {
    var conversation = conversation()
    let answers = sent(receive(&conversation, Golden.frame(1013, "PolId=w01018")))
    #expect(answers.count == 2 && answers[0].contains("CN=9013") && answers[1].contains("CN=1012"))
    #expect(answers[1].contains("SystemTime=20261124160000"))
  }

  @Test func readsSplitMessages() {
    var conversation = conversation()
    func packet(_ number: Int, _ content: String) -> [UInt8] {
      Golden.frame(2061, content, number: "2026112415500012\(number)", flag: 7) {
        $0.packets = 3
        $0.packet = number
      }
    }
    var uploads: [Upload] = []
    for (number, content) in [
      (1, "DataTime=20261124150000;w01018-Avg=1"), (2, "w21003-Avg=2"), (3, "DataTime=20261124150000;w21011-Avg=3"),
    ] {
      for case .keep(let upload, _, let answer) in receive(&conversation, packet(number, content)) {
        uploads.append(upload)
        #expect(answer?.bytes.text.contains("Flag=6;PNUM=3;PNO=\(number);CP=&&&&") == true)
      }
    }
    #expect(uploads.map(\.at) == Array(repeating: Instant("2026-11-24T07:00:00Z")!, count: 3))
    // The message is over: a packet without a time belongs to nothing.
    #expect(sent(receive(&conversation, packet(2, "w21003-Avg=2"))).first?.contains("QnRtn=100") == true)
  }

  @Test func asksForWhatIsMissing() {
    var conversation = conversation()
    _ = receive(&conversation, Array(Golden.upload.utf8))
    let last: [DataPeriod: Instant] = [.hour: now - .seconds(30 * 3600), .minute: now - .seconds(600)]
    let asked = sent(conversation.begin(Golden.device, last: last, at: now))
    #expect(asked.count == 1)
    // 30 hours before 16:00 on the 24th, from the second after; the first day of it.
    #expect(
      asked[0].contains("CN=2061") && asked[0].contains("BeginTime=20261123100001,EndTime=20261124100001"), "\(asked)")
    let number = "20261124160000000"
    #expect(asked[0].contains("QN=\(number)"))
    _ = receive(&conversation, Golden.frame(9011, "QnRtn=1", number: number, system: "91", flag: 4))
    // The rest is asked for when the device is done.
    let rest = sent(receive(&conversation, Golden.frame(9012, "ExeRtn=1", number: number, system: "91", flag: 4)))
    #expect(rest.count == 1 && rest[0].contains("BeginTime=20261124100002,EndTime=20261124160000"), "\(rest)")
    let next = String(rest[0].dropFirst(9).prefix(17))
    #expect(sent(receive(&conversation, Golden.frame(9012, "ExeRtn=100", number: next, system: "91", flag: 4))).isEmpty)
  }

  /// What a connection leaves unanswered, the next one asks for, although newer data came meanwhile.
  @Test func goesOnWhereAConnectionEnded() {
    var conversation = conversation()
    _ = receive(&conversation, Array(Golden.upload.utf8))
    let asked = sent(
      conversation.begin(Golden.device, last: [.hour: now - .seconds(30 * 3600)], at: now))
    let left = conversation.unfinished[Golden.number] ?? []
    #expect(left.count == 2)
    var next = self.conversation()
    _ = receive(&next, Array(Golden.upload.utf8))
    #expect(next.unfinished.isEmpty)
    #expect(sent(next.begin(Golden.device, last: [.hour: now], unfinished: left, at: now)) == asked)
    let number = "20261124160000000"
    _ = receive(&next, Golden.frame(9012, "ExeRtn=1", number: number, system: "91", flag: 4))
    #expect(next.unfinished[Golden.number]?.map(\.content) == left.dropFirst().map(\.content))
  }

  /// A monitor that makes a connection for each frame and answers nothing is not asked for ever, nor for more each time.
  @Test func leavesOffAcrossConnections() {
    var left: [GapFilling.Request] = []
    var asked = 0
    for connection in 0..<20 {
      let now = self.now + .seconds(Int64(connection) * 60)
      // The hours came meanwhile, all but ten before.
      let last: [DataPeriod: Instant] = connection == 0 ? [.hour: now - .seconds(10 * 3600)] : [.hour: now]
      var filling = GapFilling(last: last, unfinished: left, now: now, settings: HJ212Settings())
      if filling.next(at: now) != nil { asked += 1 }
      left = filling.unfinished
    }
    #expect(asked == 3 && left.count <= 1)
    // Days are missing for good: there is one request for them, however often it comes.
    left = []
    for connection in 0..<20 {
      let now = self.now + .seconds(Int64(connection) * 60)
      let filling = GapFilling(
        last: [.day: self.now - .seconds(3 * 86400)], unfinished: left, now: now, settings: HJ212Settings())
      left = filling.unfinished
      #expect(left.count == 1 && left[0].to == now)
    }
    // A second outage while the first is not filled: each hour is asked for once.
    let early = GapFilling.Request(period: .hour, from: now - .seconds(36_000), to: now - .seconds(3600))
    let both = GapFilling(
      last: [.hour: now - .seconds(18_000)], unfinished: [early], now: now, settings: HJ212Settings())
    #expect(both.unfinished.map(\.from) == [now - .seconds(36_000), now - .seconds(17_999)])
    #expect(both.unfinished.map(\.to) == [now - .seconds(18_000), now])
  }

  @Test func asksAgainButNotForEver() {
    var filling = GapFilling(last: [.hour: now - .seconds(10 * 3600)], now: now, settings: HJ212Settings())
    var asked = 0
    for minute in 0..<20 where filling.next(at: now + .seconds(Int64(minute) * 60)) != nil { asked += 1 }
    #expect(asked == 3 && filling.isDone)
    // A short gap is none, and nothing is asked of a device that never sent such data.
    #expect(GapFilling(last: [.hour: now - .seconds(7200)], now: now, settings: HJ212Settings()).isDone)
    #expect(GapFilling(last: [:], now: now, settings: HJ212Settings()).isDone)
    var settings = HJ212Settings()
    settings.fill = .seconds(3600)
    var short = GapFilling(last: [.day: now - .seconds(400 * 86400)], now: now, settings: settings)
    #expect(short.next(at: now)?.0.from == now - .seconds(3600))
  }
}

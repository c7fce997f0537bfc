// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What happens on one connection, as a state machine without input or output: events in, effects out.
struct Conversation {
  enum Effect: Equatable {
    /// Frames of data: to be kept, then answered with the frame, if one is wanted; with `refused(_:)` of it where a reading
    /// cannot be kept.
    case keep(Upload, Device, answer: Frame?)
    case send(Frame)
    /// The device was not heard of on this connection before: `begin` is to be called with what is known of it.
    case look(Device)
    /// For the log.
    case note(String)
    case close(String)
  }

  private let registry: DeviceRegistry
  private let settings: HJ212Settings
  private let clockSkew: Duration
  private var wrongFrames = 0
  private var tokens: Double
  private var filledAt: Instant
  private var gaps: [String: GapFilling] = [:]
  private var known: Set<String> = []
  /// The time of a split message, from its first packet.
  private var times: [String: Instant] = [:]

  /// Systems of the standard (HJ 212-2017 table 5): quality of water, air, noise, soil; sources of pollution; the control of
  /// discharges; and 91, which monitors and upper computers use between themselves.
  static let systems: Set<String> = [
    "21", "22", "23", "24", "25", "26", "27", "31", "32", "33", "34", "35", "36", "37", "38", "39", "41", "51", "52",
    "91",
  ]

  /// - Parameter clockSkew: how far the time of data may lie in the future.
  init(registry: DeviceRegistry, settings: HJ212Settings, clockSkew: Duration = .seconds(300), now: Instant) {
    self.registry = registry
    self.settings = settings
    self.clockSkew = clockSkew
    tokens = Double(settings.burst)
    filledAt = now
  }

  /// - Parameter now: for limits and numbers of exchanges.
  mutating func receive(_ event: FrameReader.Event, at now: Instant) -> [Effect] {
    switch event {
    case .fault(let code, let reason, let segment):
      // What can be read of it tells whom to answer.
      let frame: Frame
      do throws(Frame.Fault) { frame = try Frame(segment) } catch { frame = error.frame }
      return refuse(frame, code, reason)
    case .segment(let segment):
      do throws(Frame.Fault) { return receive(try Frame(segment), at: now) } catch {
        return refuse(error.frame, error.code, error.reason)
      }
    }
  }

  private mutating func receive(_ frame: Frame, at now: Instant) -> [Effect] {
    guard let device = registry.devices[frame.device] else {
      return refuse(frame, .device, "the device \(frame.device) is not in the registry")
    }
    guard frame.password == device.password else {
      return refuse(frame, .password, "PW is not that of \(frame.device)")
    }
    guard mayPass(at: now) else {
      return refuse(frame, .refused, "\(frame.device) sends more than \(settings.framesPerSecond) frames a second")
    }
    let isAnswer = (9011...9014).contains(frame.command)
    guard isAnswer || (device.system.map { $0 == frame.system } ?? Self.systems.contains(frame.system)) else {
      return refuse(frame, .system, "ST \(frame.system) is not that of \(frame.device)")
    }
    let wrongBefore = wrongFrames
    var effects: [Effect]
    switch frame.command {
    case 1013: effects = calibrate(frame, at: now)
    case 9011, 9012, 9013, 9014: effects = hear(frame, at: now)
    case _ where FactCommand(rawValue: frame.command) != nil:
      guard let upload = Upload(facts: frame.content, sent: ChinaTime.instant(frame.number, digits: 17)) else {
        return refuse(frame, .unknown, "DataTime is no time of 14 digits, or missing without QN")
      }
      effects = keep(upload, frame, device, at: now)
    default:
      guard let period = DataPeriod(rawValue: frame.command) else {
        return refuse(frame, .command, "the command \(frame.command) is not taken here")
      }
      effects = self.upload(frame, period, device, at: now)
    }
    if wrongFrames == wrongBefore, !effects.isEmpty { wrongFrames = 0 }
    if known.insert(frame.device).inserted { effects.append(.look(device)) }
    return effects + ask(device, at: now)
  }

  private mutating func upload(_ frame: Frame, _ period: DataPeriod, _ device: Device, at now: Instant) -> [Effect] {
    let key = "\(frame.device) \(frame.command) \(frame.packets ?? 0)"
    let earlier = frame.isSplit && frame.packet != 1 ? times[key] : nil
    guard let upload = Upload(frame.content, period: period, earlier: earlier) else {
      return refuse(frame, .unknown, "DataTime is missing, or is no time of 14 digits")
    }
    // One message of each kind is under way at a time, so this stays small.
    times[key] = frame.isSplit && frame.packet != frame.packets ? upload.at : nil
    gaps[frame.device]?.heard(of: frame.number, at: now)
    return keep(upload, frame, device, at: now)
  }

  private mutating func keep(_ upload: Upload, _ frame: Frame, _ device: Device, at now: Instant) -> [Effect] {
    guard upload.at <= now + clockSkew else {
      return refuse(
        frame, .unknown,
        "the data of \(frame.device) are of \(upload.at), in the future: it is \(now) here; is its clock right?")
    }
    var answer = frame.wantsAnswer ? reply(to: frame, 9014) : nil
    // 9014 says that all of it is kept: a piece that cannot be read would be lost without a word.
    if !upload.faults.isEmpty { answer = answer.map { Self.refused($0, .unknown) } }
    return [.keep(upload, device, answer: answer)] + upload.faults.map { .note("\(frame.device): \($0)") }
  }

  /// What a frame of data is answered with, in the place of 9014, when not all of its readings can be kept, now or later.
  ///
  /// The standard has 9014 for data and 9011 with QnRtn for what is refused. A monitor that knows 9011 for commands only
  /// sends the frame again as often as after silence, no oftener.
  static func refused(_ answer: Frame, _ code: ReturnCode = .refused) -> Frame {
    var refusal = answer
    refusal.command = 9011
    refusal.content = "QnRtn=\(code.rawValue)"
    return refusal
  }

  /// The device asks for the time.
  private func calibrate(_ frame: Frame, at now: Instant) -> [Effect] {
    let time = Frame(
      number: ChinaTime.text(now, digits: 17), system: frame.system, command: 1012, password: frame.password,
      device: frame.device, flag: 5, content: "SystemTime=\(ChinaTime.text(now))")
    return [.send(reply(to: frame, 9013)), .send(time)]
  }

  private mutating func hear(_ frame: Frame, at now: Instant) -> [Effect] {
    func value(_ name: String) -> Int? {
      frame.content.hasPrefix(name + "=") ? Int(frame.content.dropFirst(name.utf8.count + 1)) : nil
    }
    switch frame.command {
    case 9011:
      let code = value("QnRtn")
      if code == ReturnCode.ready.rawValue {
        gaps[frame.device]?.heard(of: frame.number, at: now)
      } else {
        gaps[frame.device]?.ended(frame.number)
        return [.note("\(frame.device) refuses a request with \(code.map(String.init) ?? frame.content)")]
      }
    case 9012:
      gaps[frame.device]?.ended(frame.number)
      let code = value("ExeRtn")
      if code != ExecutionCode.done.rawValue, code != ExecutionCode.noData.rawValue {
        return [.note("\(frame.device) could not do what was asked: \(code.map(String.init) ?? frame.content)")]
      }
    default: break
    }
    return []
  }

  /// What is known of a device that `look` asked for.
  ///
  /// - Parameter unfinished: what an earlier connection had left to ask it for.
  mutating func begin(
    _ device: Device, last: [DataPeriod: Instant], unfinished: [GapFilling.Request] = [], at now: Instant
  ) -> [Effect] {
    gaps[device.number] = GapFilling(last: last, unfinished: unfinished, now: now, settings: settings)
    return ask(device, at: now)
  }

  /// What the devices were not asked for yet, or have not answered, by MN.
  var unfinished: [String: [GapFilling.Request]] { gaps.mapValues(\.unfinished).filter { !$0.value.isEmpty } }

  private mutating func ask(_ device: Device, at now: Instant) -> [Effect] {
    guard let (request, number) = gaps[device.number]?.next(at: now) else { return [] }
    let frame = Frame(
      number: number, system: device.system ?? "91", command: request.period.rawValue, password: device.password,
      device: device.number, flag: 5, content: request.content)
    return [.note("asks \(device.number) for \(request.period) data: \(request.content)"), .send(frame)]
  }

  private func reply(to frame: Frame, _ command: Int, _ content: String = "") -> Frame {
    // The password is the one that came: a wrong one must not be answered with the right one.
    var reply = Frame(
      number: frame.number, command: command, password: frame.password, device: frame.device, content: content)
    if frame.isSplit, let packets = frame.packets, let packet = frame.packet {
      reply.flag = 6
      reply.packets = packets
      reply.packet = packet
    }
    return reply
  }

  private mutating func refuse(_ frame: Frame, _ code: ReturnCode, _ reason: String) -> [Effect] {
    wrongFrames += 1
    var effects: [Effect] = [.note("QnRtn \(code.rawValue): \(reason)")]
    var reply = Frame(
      number: frame.number, command: 9011, password: frame.password, device: frame.device,
      content: "QnRtn=\(code.rawValue)")
    reply.number = String(reply.number.prefix(20))
    effects.append(.send(reply))
    if wrongFrames >= settings.wrongFrames { effects.append(.close("\(wrongFrames) wrong frames one after the other")) }
    return effects
  }

  /// A token bucket.
  private mutating func mayPass(at now: Instant) -> Bool {
    let passed = max(0, Double(now.milliseconds - filledAt.milliseconds) / 1000)
    tokens = min(Double(settings.burst), tokens + passed * settings.framesPerSecond)
    filledAt = now
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}

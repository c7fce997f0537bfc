// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Intake
import Vocabulary
import Yams

/// The devices that may send, by MN.
public struct DeviceRegistry: Sendable {
  public private(set) var devices: [String: Device] = [:]

  public init(_ devices: [Device]) {
    for device in devices { self.devices[device.number] = device }
  }

  /// What is wrong with the file, by line.
  public typealias Fault = SettingsFault

  /// Reads a list of devices in YAML.
  ///
  /// - Throws: `Fault` that names file and line.
  public init(contentsOf url: URL) throws {
    try self.init(parsing: try Fault.text(of: url), name: url.relativePath)
  }

  init(parsing text: String, name: String) throws {
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch { throw Fault(description: "\(name): \(error)") }
    guard let root else { return }
    guard let list = root.sequence else { throw Fault(description: "\(name):1: a registry is a list of devices") }
    for node in list {
      let device = try Self.device(node, name)
      guard devices.updateValue(device, forKey: device.number) == nil else {
        throw Fault(description: "\(name):\(node.mark?.line ?? 1): the device \(device.number) is given twice")
      }
    }
    let codes = Dictionary(grouping: devices.values, by: \.code).filter { $0.value.count > 1 }
    if let code = codes.keys.min() {
      throw Fault(description: "\(name): the code \(code) is that of several devices; their series would be mixed")
    }
  }

  private static func device(_ node: Node, _ file: String) throws -> Device {
    func fault(_ node: Node, _ detail: String) -> Fault {
      Fault(description: "\(file):\(node.mark?.line ?? 1): \(detail)")
    }
    guard let mapping = node.mapping else { throw fault(node, "a device has mn and password") }
    var texts: [String: String] = [:]
    var name: LocalizedText?
    var units: [String: String] = [:]
    for (key, value) in mapping {
      switch key.string ?? "" {
      case "mn", "password", "code", "system", "entity":
        guard let text = value.scalar?.string, !text.isEmpty else {
          throw fault(value, "\(key.string ?? "") is a text")
        }
        texts[key.string ?? ""] = text
      case "name":
        let texts = try pairs(value, fault)
        guard texts["en"] != nil, texts["zh-Hans"] != nil else {
          throw fault(value, "a name is given in en and zh-Hans")
        }
        name = LocalizedText(texts)
      case "units": units = try pairs(value, fault)
      case let other:
        throw fault(key, "a device has no \(other); it has mn, password, code, name, system, entity, units")
      }
    }
    guard let number = texts["mn"] else { throw fault(node, "mn is missing") }
    guard number.utf8.count <= 24, number.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") }) else {
      throw fault(node, "mn has at most 24 characters of ASCII")
    }
    guard let password = texts["password"] else { throw fault(node, "password is missing") }
    let code = texts["code"] ?? number
    guard code.utf8.count <= 100, code.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw fault(node, "a code has at most 100 bytes, none of them a space")
    }
    return Device(
      number: number, password: password, code: code, name: name, system: texts["system"], entity: texts["entity"],
      units: units)
  }

  private static func pairs(_ node: Node, _ fault: (Node, String) -> Fault) throws -> [String: String] {
    guard let mapping = node.mapping else { throw fault(node, "must be names with texts") }
    var pairs: [String: String] = [:]
    for (key, value) in mapping {
      guard let name = key.string, let text = value.scalar?.string else { throw fault(value, "must be a text") }
      pairs[name] = text
    }
    return pairs
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Functions of contexts (DMN 1.5, 10.3.4.10).
extension FEELBuiltin {
  static let contexts: [FEELBuiltin] = [
    FEELBuiltin(
      "get value",
      BuiltinSignature(.context("m"), .string("key")) { context, key, _ in context[key] }),
    FEELBuiltin(
      "get entries", returns: .list(.context([("key", .string), ("value", .any)])),
      BuiltinSignature(.context("m")) { context, _ in
        .list(context.entries.map { .context(FEELContext([("key", .string($0.name)), ("value", $0.value)])) })
      }),
    FEELBuiltin("context", BuiltinSignature(.list("entries")) { entries, _ in made(of: entries) }),
    FEELBuiltin(
      "context put",
      BuiltinSignature(.context("context"), .string("key"), .any("value")) { context, key, value, _ in
        put(value, at: [key], in: context)
      },
      BuiltinSignature(.context("context"), .strings("keys"), .any("value")) { context, keys, value, _ in
        put(value, at: keys[...], in: context)
      }),
    FEELBuiltin(
      "context merge",
      BuiltinSignature(.list("contexts")) { contexts, _ in
        var merged = FEELContext()
        for value in contexts {
          guard case .context(let context) = value else { return nil }
          for (name, value) in context.entries { merged[name] = value }
        }
        return .context(merged)
      }),
  ]

  /// A context of entries `{key: …, value: …}`; keys are different strings.
  private static func made(of entries: [FEELValue]) -> FEELValue? {
    var result = FEELContext()
    for entry in entries {
      guard case .context(let entry) = entry, case .string(let key)? = entry["key"], let value = entry["value"],
        result[key] == nil
      else { return nil }
      result[key] = value
    }
    return .context(result)
  }

  /// The context with a value changed or added, inside contexts that are there already.
  private static func put(_ value: FEELValue, at keys: ArraySlice<String>, in context: FEELContext) -> FEELValue? {
    guard let key = keys.first else { return nil }
    var value = value
    if keys.count > 1 {
      guard case .context(let inner)? = context[key], let changed = put(value, at: keys.dropFirst(), in: inner) else {
        return nil
      }
      value = changed
    }
    var context = context
    context[key] = value
    return .context(context)
  }
}

extension BuiltinParameter where Value == FEELContext {
  static func context(_ name: String) -> Self {
    Self(name) { if case .context(let context) = $0 { context } else { nil } }
  }
}

extension BuiltinParameter where Value == [String] {
  /// A list of strings, not empty.
  static func strings(_ name: String) -> Self {
    Self(name) { value in
      guard case .list(let list) = value, !list.isEmpty, list.count <= 256 else { return nil }
      var strings: [String] = []
      for element in list {
        guard case .string(let string) = element else { return nil }
        strings.append(string)
      }
      return strings
    }
  }
}

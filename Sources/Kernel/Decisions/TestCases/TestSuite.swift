// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A file of test cases of the Technology Compatibility Kit (its `testCases.xsd`).
public struct TestSuite: Sendable {
  /// What a case asks of the model.
  public enum Target: String, Sendable {
    case decision
    case knowledgeModel = "bkm"
    case decisionService
  }

  /// A value as written in the file.
  public indirect enum Value: Sendable {
    /// The text of a `value` and the local name of its `xsi:type`, such as `decimal`; `nil` where none is given.
    case simple(String, type: String?)
    case null
    case list([Value])
    case components([(name: String, value: Value)])
  }

  /// A named value given to the model.
  public struct Input: Sendable {
    public var name: String
    public var namespace: String?
    public var value: Value
  }

  /// A result and what it has to be.
  public struct Expectation: Sendable {
    public var name: String
    public var namespace: String?
    /// Whether evaluation has to end in an error; the value is then null.
    public var isError: Bool
    /// `nil` where the file expects nothing in particular.
    public var value: Value?
    public var line: Int
  }

  public struct Case: Sendable {
    public var id: String
    public var name: String?
    public var description: String?
    public var target: Target
    /// The knowledge model or service that is called.
    public var invocable: String?
    public var namespace: String?
    public var inputs: [Input]
    public var expectations: [Expectation]
    public var line: Int
  }

  public var file: String
  public var name: String?
  /// The model's file, in the same folder.
  public var model: String?
  public var namespace: String?
  public var labels: [String]
  public var cases: [Case]
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A DMN model: the contents of one `definitions` element (DMN 1.5, 6.3.1).
public struct DecisionModel: Sendable {
  public var name: String
  public var namespace: String
  public var id: String?
  public var description: String?
  public var version: DMNVersion
  /// The file it was read from, for messages; empty for a model made in memory.
  public var file: String
  public var imports: [ModelImport] = []
  public var types: [ItemDefinition] = []
  public var inputs: [InputData] = []
  public var decisions: [Decision] = []
  public var knowledgeModels: [KnowledgeModel] = []
  public var services: [DecisionService] = []
  /// Names of the knowledge sources: the laws and documents behind the model.
  public var knowledgeSources: [String] = []
  /// What the reader had to say without refusing the model.
  public var findings: [DecisionFinding] = []

  public init(
    name: String, namespace: String, id: String? = nil, description: String? = nil, version: DMNVersion = .dmn15,
    file: String = ""
  ) {
    self.name = name
    self.namespace = namespace
    self.id = id
    self.description = description
    self.version = version
    self.file = file
  }
}

/// The versions of DMN that are read, by the namespace of their elements.
public enum DMNVersion: String, Sendable, CaseIterable {
  case dmn12 = "http://www.omg.org/spec/DMN/20180521/MODEL/"
  case dmn13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"
  case dmn14 = "https://www.omg.org/spec/DMN/20211108/MODEL/"
  case dmn15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"

  /// The name of the expression language FEEL in this version.
  public var feel: String {
    switch self {
    case .dmn12: "http://www.omg.org/spec/DMN/20180521/FEEL/"
    case .dmn13: "https://www.omg.org/spec/DMN/20191111/FEEL/"
    case .dmn14: "https://www.omg.org/spec/DMN/20211108/FEEL/"
    case .dmn15: "https://www.omg.org/spec/DMN/20230324/FEEL/"
    }
  }
}

/// A model used by another one (`import`, DMN 1.5, 6.3.3).
public struct ModelImport: Sendable, Hashable {
  /// The name its elements are qualified with; empty puts them into the importing model's own names (10.3.2.11 of 1.5).
  public var name: String
  public var namespace: String
  public var location: String?
  /// What is imported: the namespace of DMN's version, or of PMML or XSD.
  public var importType: String
  public var line: Int

  public init(name: String, namespace: String, location: String? = nil, importType: String, line: Int = 0) {
    self.name = name
    self.namespace = namespace
    self.location = location
    self.importType = importType
    self.line = line
  }
}

/// A named variable with an optional type (`informationItem`, DMN 1.5, 7.3.4).
public struct InformationItem: Sendable, Hashable {
  public var name: String
  /// The type's name as written: `number`, `tPerson`, `imported.tPerson`.
  public var typeRef: String?
  public var line: Int

  public init(name: String, typeRef: String? = nil, line: Int = 0) {
    self.name = name
    self.typeRef = typeRef
    self.line = line
  }
}

/// A reference to an element: `#id` in the same model or `namespace#id` (`tDMNElementReference`).
public struct ElementReference: Sendable, Hashable {
  /// `nil` means the model in which the reference stands.
  public var namespace: String?
  public var id: String
  public var line: Int

  public init(namespace: String? = nil, id: String, line: Int = 0) {
    self.namespace = namespace
    self.id = id
    self.line = line
  }

  /// Reads an `href`.
  public init(href: String, line: Int) {
    let parts = href.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      self.init(namespace: parts[0].isEmpty ? nil : String(parts[0]), id: String(parts[1]), line: line)
    } else {
      self.init(id: href, line: line)
    }
  }
}

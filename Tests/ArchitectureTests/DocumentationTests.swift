// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// The pages of `docs/` that list things say all of them.
struct DocumentationTests {
  @Test func architectureNamesEveryModule() throws {
    let page = try SourceTree.text("docs/architecture.md")
    for name in try SourceTree.house().modules.keys.sorted() {
      #expect(page.contains("`\(name)`"), "docs/architecture.md does not name the module `\(name)`")
    }
  }

  @Test func dependenciesNamesEverySwiftPackage() throws {
    let page = try SourceTree.text("docs/dependencies.md")
    let manifest = try SourceTree.text("Package.swift")
    let packages = manifest.matches(of: /\.package\(url: "[^"]*\/([^\/"]+?)(?:\.git)?"/).map { String($0.output.1) }
    #expect(!packages.isEmpty)
    for name in packages {
      #expect(page.contains("| \(name) |"), "docs/dependencies.md has no row for the Swift package \(name)")
    }
  }

  @Test func dependenciesNamesEveryTestPackageWithItsVersion() throws {
    let page = try SourceTree.text("docs/dependencies.md")
    let pinned = try SourceTree.text("scripts/requirements-test.txt").matches(of: /(?m)^([a-z0-9-]+)==(\S+)/)
    #expect(!pinned.isEmpty)
    for package in pinned {
      let row = "| \(package.output.1) | \(package.output.2) |"
      #expect(page.contains(row), "docs/dependencies.md has no row that begins with \(row)")
    }
  }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Vocabulary

/// What of a matter everybody may see.
extension Matters {
  /// Whether the public may know that it exists.
  func isPublic(_ matter: Matter) -> Bool {
    matter.state != .draft && catalogue.type(matter.type, version: matter.typeVersion)?.isPublic == true
  }

  /// Whether it is about a thing in the street: where that is tells about nobody. Where an appeal comes from does.
  func isInStreet(_ matter: Matter) -> Bool {
    switch catalogue.type(matter.type, version: matter.typeVersion)?.kind {
    case .event, .component: true
    case .appeal, .alert, .application, nil: false
    }
  }

  /// Whether words and pictures are for everybody: of things in the street, once somebody who takes reports in has looked.
  func isShown(_ matter: Matter) -> Bool {
    guard isInStreet(matter) else { return false }
    switch matter.state {
    case .accepted, .dispatched, .inProgress, .handled, .verifying, .closed, .archived, .suspended, .reopened:
      return true
    case .draft, .submitted, .returned, .rejected, .withdrawn, .cancelled, .merged: return false
    }
  }

  func publicWords(of matter: Matter) -> String? {
    guard isShown(matter), !matter.text.isEmpty else { return nil }
    let known = matter.reporters.flatMap { reporter in
      let scripts = reporter.name.flatMap { LocalizedText(pairedName: $0) }?.texts.values.sorted() ?? []
      return scripts + [reporter.name, reporter.contact].compactMap { $0 }
    }
    return PersonalData.masked(matter.text, known: known)
  }

  func publicPhotos(of matter: Matter) -> [Evidence] {
    isShown(matter) ? matter.evidence.filter { $0.publicHash != nil } : []
  }

  func typeName(of matter: Matter) -> LocalizedText {
    catalogue.type(matter.type, version: matter.typeVersion)?.name ?? text(matter.type, matter.type)
  }

  /// The widest first; without the grid cell, which nobody knows by its name.
  func areaNames(of matter: Matter) -> [LocalizedText] {
    let areas = catalogue.areas
    return [Area.Level.district, .street, .community].compactMap { level in
      matter.areas[level].flatMap { areas.area($0)?.name }
    }
  }
}

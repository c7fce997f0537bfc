// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CGEOS
import Synchronization
import Vocabulary

/// A handle of GEOS's reentrant interface, used by one thread at a time, with a reader and a writer of its own.
final class GEOSContext: @unchecked Sendable {
  let handle: GEOSContextHandle_t
  private let reader: OpaquePointer
  private let writer: OpaquePointer
  /// What GEOS last complained about.
  fileprivate var complaint = ""

  init() {
    guard let handle = GEOS_init_r(), let reader = GEOSWKBReader_create_r(handle),
      let writer = GEOSWKBWriter_create_r(handle)
    else { preconditionFailure("GEOS cannot allocate memory") }
    self.handle = handle
    self.reader = reader
    self.writer = writer
    GEOSWKBWriter_setByteOrder_r(handle, writer, Int32(GEOS_WKB_NDR.rawValue))
    GEOSWKBWriter_setOutputDimension_r(handle, writer, 2)
    GEOSContext_setErrorMessageHandler_r(
      handle,
      { text, context in
        guard let text, let context else { return }
        Unmanaged<GEOSContext>.fromOpaque(context).takeUnretainedValue().complaint = String(cString: text)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    GEOSWKBReader_destroy_r(handle, reader)
    GEOSWKBWriter_destroy_r(handle, writer)
    GEOS_finish_r(handle)
  }

  /// Contexts at rest; there are never more than threads that called at the same time.
  private static let resting = Mutex<[GEOSContext]>([])

  /// Lends a context to `body`.
  static func use<Value>(_ body: (GEOSContext) throws(Problem) -> Value) throws(Problem) -> Value {
    let context = resting.withLock { $0.popLast() } ?? GEOSContext()
    defer { resting.withLock { $0.append(context) } }
    return try body(context)
  }

  /// The geometry as an object of GEOS.
  func shape(
    of geometry: Geometry, project: (Position) -> (x: Double, y: Double) = { ($0.longitude, $0.latitude) }
  ) throws(Problem) -> GEOSShape {
    let bytes = WKB.bytes(of: geometry, project: project)
    return try shape(GEOSWKBReader_read_r(handle, reader, bytes, bytes.count))
  }

  /// Takes over what a function of GEOS returned.
  func shape(_ pointer: OpaquePointer?) throws(Problem) -> GEOSShape {
    guard let pointer else { throw problem() }
    return GEOSShape(context: self, pointer: pointer)
  }

  /// The geometry of an object of GEOS; `nil` when it is empty.
  func geometry(of shape: borrowing GEOSShape) throws(Problem) -> Geometry? {
    // The format cannot say of an empty point or line that it is empty.
    guard GEOSisEmpty_r(handle, shape.pointer) == 0 else { return nil }
    var size = 0
    guard let bytes = GEOSWKBWriter_write_r(handle, writer, shape.pointer, &size) else { throw problem() }
    defer { GEOSFree_r(handle, bytes) }
    return WKB.geometry(UnsafeRawBufferPointer(start: bytes, count: size))
  }

  /// Reads the answer of a predicate of GEOS: 0 no, 1 yes, else it failed.
  func answer(_ value: CChar) throws(Problem) -> Bool {
    switch value {
    case 0: return false
    case 1: return true
    default: throw problem()
    }
  }

  func problem() -> Problem {
    defer { complaint = "" }
    return Problem(
      .invalid, "the geometry cannot be worked with: \(complaint.isEmpty ? "out of memory" : complaint)",
      "无法处理该几何图形：\(complaint.isEmpty ? "内存不足" : complaint)")
  }
}

/// A geometry object of GEOS, destroyed with this value: at the end of the scope that holds it.
struct GEOSShape: ~Copyable {
  let context: GEOSContext
  let pointer: OpaquePointer

  deinit { GEOSGeom_destroy_r(context.handle, pointer) }
}

// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELEvaluation {
  /// The value of a name of the current frame, by its slot.
  public subscript(slot: Int) -> FEELValue {
    @inline(__always)
    get { machine.pointee.frame[slot] }
    @inline(__always)
    set { machine.pointee.frame[slot] = newValue }
  }

  /// Runs the body with a frame of its own: the values in the first slots, null in the rest.
  func frame<Result>(
    _ values: [FEELValue], size: Int, _ body: (FEELEvaluation) throws -> Result
  ) throws -> Result {
    let machine = machine
    if machine.pointee.entered == 0 { machine.pointee.enterStack() }
    let start = machine.pointee.top
    let callers = machine.pointee.frame - machine.pointee.slots
    let count = max(size, values.count)
    if start + count > machine.pointee.capacity { try grow(to: start + count) }
    machine.pointee.entered += 1
    machine.pointee.top = start + count
    let frame = machine.pointee.slots + start
    machine.pointee.frame = frame
    for index in values.indices { frame[index] = values[index] }
    defer {
      // The stack may have moved meanwhile.
      let frame = machine.pointee.slots + start
      for index in 0..<count { frame[index] = .null }
      machine.pointee.top = start
      machine.pointee.frame = machine.pointee.slots + callers
      machine.pointee.entered -= 1
    }
    return try body(self)
  }

  private func grow(to needed: Int) throws {
    let capacity = max(needed, machine.pointee.capacity * 2)
    try take(bytes: (capacity - machine.pointee.capacity) * MemoryLayout<FEELValue>.stride)
    let slots = UnsafeMutablePointer<FEELValue>.allocate(capacity: capacity)
    let used = machine.pointee.capacity
    slots.moveInitialize(from: machine.pointee.slots, count: used)
    (slots + used).initialize(repeating: .null, count: capacity - used)
    machine.pointee.slots.deallocate()
    let frame = machine.pointee.frame - machine.pointee.slots
    machine.pointee.slots = slots
    machine.pointee.frame = slots + frame
    machine.pointee.capacity = capacity
  }

  /// Runs the body one call deeper.
  func nested<Result>(_ body: (FEELEvaluation) throws -> Result) throws -> Result {
    guard machine.pointee.depth < limits.depth else { throw LimitExceeded(.depth, allowed: limits.depth) }
    if machine.pointee.entered == 0 { machine.pointee.enterStack() }
    try step()
    let isBeyond = machine.pointee.depth >= machine.pointee.edge && !machine.pointee.isElsewhere
    machine.pointee.depth += 1
    machine.pointee.entered += 1
    defer {
      machine.pointee.depth -= 1
      machine.pointee.entered -= 1
    }
    return isBeyond ? try onNewStack(body) : try onDeepStack(body)
  }

  /// Runs the body, on another stack when this thread's is nearly used up.
  @inline(__always)
  func onDeepStack<Result>(_ body: (FEELEvaluation) throws -> Result) throws -> Result {
    if DeepStack.address() > machine.pointee.stackLimit { return try body(self) }
    return try beyondStack(body)
  }

  @inline(never)
  private func beyondStack<Result>(_ body: (FEELEvaluation) throws -> Result) throws -> Result {
    // Few calls that took much of the stack are no recursion.
    if !machine.pointee.isElsewhere, machine.pointee.depth >= 16 { machine.pointee.edge = machine.pointee.depth / 2 }
    return try onNewStack(body)
  }

  @inline(never)
  private func onNewStack<Result>(_ body: (FEELEvaluation) throws -> Result) throws -> Result {
    // To start a thread takes as long as some hundred additions.
    try step(256)
    let (callers, wasElsewhere) = (machine.pointee.stackLimit, machine.pointee.isElsewhere)
    defer {
      machine.pointee.stackLimit = callers
      machine.pointee.isElsewhere = wasElsewhere
    }
    return try DeepStack.run { limit in
      machine.pointee.stackLimit = limit
      machine.pointee.isElsewhere = true
      return try body(self)
    }
  }
}

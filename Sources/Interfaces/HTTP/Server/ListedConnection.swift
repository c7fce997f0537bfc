// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// The connections that are open, so that those which outlive the deadline can be closed.
final class ConnectionList: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  var count: Int { channels.withLock { $0.count } }

  func add(_ channel: any Channel) {
    let key = ObjectIdentifier(channel)
    channels.withLock { $0[key] = channel }
    channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[key] = nil } }
  }

  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}

/// Hummingbird's handling of a connection, listed.
struct ListedConnection<Base: ServerChildChannel>: ServerChildChannel {
  let base: Base
  let list: ConnectionList

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    list.add(channel)
    return base.setup(channel: channel, logger: logger)
  }

  func handle(value: Base.Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}

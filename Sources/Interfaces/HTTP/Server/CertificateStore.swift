// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Intake
import Logging
import NIOCore
import NIOSSL
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The certificate and key in use. New connections get what the files held when they were last read whole.
final class CertificateStore: Sendable {
  private struct Pair {
    var chain: [NIOSSLCertificateSource]
    var key: NIOSSLPrivateKeySource
  }

  private struct Stamp: Equatable {
    var seconds: [Int]
    var nanoseconds: [Int]
    var sizes: [Int]
  }

  private let settings: ServerSettings.Encryption
  private let logger: Logger
  private let pair: Mutex<Pair>
  private let stamp: Mutex<Stamp?>

  /// - Throws: where a file cannot be read, or the key does not belong to the certificate.
  init(_ settings: ServerSettings.Encryption, logger: Logger) throws {
    self.settings = settings
    self.logger = logger
    pair = Mutex(try Self.read(settings))
    stamp = Mutex(Self.stamp(settings))
  }

  var configuration: TLSConfiguration {
    let current = pair.withLock { $0 }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: current.chain, privateKey: current.key)
    configuration.minimumTLSVersion = .tlsv12
    configuration.sslContextCallback = { [self] _, promise in
      let current = pair.withLock { $0 }
      var override = NIOSSLContextConfigurationOverride()
      override.certificateChain = current.chain
      override.privateKey = current.key
      promise.succeed(override)
    }
    return configuration
  }

  /// Reads the files anew where they changed. Files that cannot be used are named in the log and tried again at the
  /// next change; the certificate in use stays.
  func reloadIfChanged() {
    let now = Self.stamp(settings)
    let isNew = stamp.withLock { stamp in
      defer { stamp = now }
      return stamp != now
    }
    if isNew { reload() }
  }

  func reload() {
    do {
      let fresh = try Self.read(settings)
      pair.withLock { $0 = fresh }
      logger.notice("took up a new certificate", metadata: ["file": "\(settings.certificatePath)"])
    } catch {
      logger.error(
        "cannot take up the new certificate; the old one stays in use",
        metadata: ["file": "\(settings.certificatePath)", "error": "\(String(describing: error))"])
    }
  }

  private static func read(_ settings: ServerSettings.Encryption) throws -> Pair {
    let chain = try certificates(in: settings.certificatePath).map { NIOSSLCertificateSource.certificate($0) }
    let key = NIOSSLPrivateKeySource.privateKey(try privateKey(in: settings.keyPath))
    // A context is made only to see whether key and certificate belong together.
    do {
      _ = try NIOSSLContext(configuration: .makeServerConfiguration(certificateChain: chain, privateKey: key))
    } catch {
      throw StartFailure(
        description:
          "The key \(settings.keyPath) does not belong to the certificate \(settings.certificatePath): \(error)")
    }
    return Pair(chain: chain, key: key)
  }

  private static func certificates(in path: String) throws -> [NIOSSLCertificate] {
    do { return try NIOSSLCertificate.fromPEMFile(path) } catch {
      throw StartFailure(description: "\(path) cannot be read as a certificate chain in PEM: \(error)")
    }
  }

  private static func privateKey(in path: String) throws -> NIOSSLPrivateKey {
    do { return try NIOSSLPrivateKey(file: path, format: .pem) } catch {
      throw StartFailure(description: "\(path) cannot be read as a private key in PEM: \(error)")
    }
  }

  private static func stamp(_ settings: ServerSettings.Encryption) -> Stamp? {
    var result = Stamp(seconds: [], nanoseconds: [], sizes: [])
    for path in [settings.certificatePath, settings.keyPath] {
      var information = stat()
      guard stat(path, &information) == 0 else { return nil }
      #if canImport(Glibc)
        let time = information.st_mtim
      #else
        let time = information.st_mtimespec
      #endif
      result.seconds.append(time.tv_sec)
      result.nanoseconds.append(time.tv_nsec)
      result.sizes.append(Int(information.st_size))
    }
    return result
  }
}

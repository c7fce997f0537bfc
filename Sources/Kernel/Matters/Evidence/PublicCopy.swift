// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Makes the copy of a picture that the public may see: the same picture, without where, when, by whom and with what it was
/// taken.
///
/// Nothing is decoded or compressed anew: what a decoder draws from is taken over byte by byte, everything else is left out.
enum PublicCopy {
  /// - Returns: `nil` for kinds of file of which no copy is made.
  /// - Throws: `Problem` of code `invalid` naming the byte at which the file is damaged.
  static func of(_ bytes: [UInt8], _ type: MediaType) throws(Problem) -> [UInt8]? {
    switch type {
    case .jpeg: try JPEGCopy(bytes).copy()
    case .png: try PNGCopy(bytes).copy()
    case .webp: try WebPCopy(bytes).copy()
    case .gif: try GIFCopy(bytes).copy()
    case .heic, .mp4, .pdf: nil
    }
  }
}

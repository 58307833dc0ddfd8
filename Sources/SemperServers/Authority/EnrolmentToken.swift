import Foundation
import SemperCoding
import SemperCryptography
import SemperModel

/// A secret that lets its holder ask once for a certificate of one role.
///
/// The authority writes it into a file for the operator to hand over, and keeps its digest only.
enum EnrolmentToken {
  static func make(using generator: inout some RandomNumberGenerator) -> String {
    Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  static func digest(_ token: String) -> Digest { Digest(of: Array(token.utf8), for: .document) }

  static func read(from path: String) throws(ServerError) -> String {
    guard let data = FileManager.default.contents(atPath: path), data.count <= 200,
      let text = String(validating: data, as: UTF8.self)
    else {
      throw ServerError(.file, "\(path) is no enrolment token; take the file from the authority's home")
    }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

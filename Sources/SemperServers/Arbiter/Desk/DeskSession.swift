import SemperCoding
import SemperCryptography

/// Who has come in at a judge's pages, by a cookie that its browser keeps; and the seals on the forms that it was shown.
///
/// A seal holds what a form was about, so that a form from elsewhere, an old one, or one whose shown values were changed does nothing.
struct DeskSession: Sendable, Discreet {
  private static let size = 32

  private let secret: [UInt8]
  private let key: [UInt8]

  init(using generator: inout some RandomNumberGenerator) {
    secret = Self.draw(using: &generator)
    key = Self.draw(using: &generator)
  }

  /// What the browser keeps.
  var cookie: String { Base64URL.encode(secret) }

  func isShown(_ cookie: String) -> Bool { ConstantTime.equal(Array(cookie.utf8), Array(self.cookie.utf8)) }

  /// - Parameter parts: what the form is for, and everything that it must not be used for with another value.
  func seal(_ parts: [String]) -> String {
    Base64URL.encode(MessageCode.code(of: CanonicalJSON.encode(parts.json), key: key))
  }

  func holds(_ seal: String, for parts: [String]) -> Bool {
    ConstantTime.equal(Array(seal.utf8), Array(self.seal(parts).utf8))
  }

  static func draw(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}

public import SemperCryptography

/// The key of one card for one use.
public struct CardKey: Sendable, Discreet {
  static let size = CMACKey.size
  let key: CMACKey

  init(_ key: CMACKey) { self.key = key }

  /// - Precondition: 16 bytes.
  init(bytes: [UInt8]) {
    do {
      key = try CMACKey(bytes: bytes)
    } catch {
      preconditionFailure("a card's key has 16 bytes")
    }
  }

  var bytes: [UInt8] { key.bytes }

  /// The key of one transaction: `SK = CMAC(KD, 01 ‖ "SK" ‖ 00 ‖ NT)`.
  func session(_ number: UInt16) -> SessionKey {
    let tag = key.tag(over: [1] + Array("SK".utf8) + [0] + number.field)
    return SessionKey(CardKey(bytes: tag).key)
  }

  func seal(_ message: [UInt8]) -> Seal { Seal(key.tag(over: message)) }
}

public import SemperCoding
public import SemperModel

/// A party's one secret of an exchange, `s_X`: 32 random bytes from which the openings of all its items derive, so that
/// the items open together or not at all.
public struct OpeningSecret: Hashable, Sendable, CanonicalValue, Discreet {
  public static let size = 32
  public let bytes: [UInt8]

  /// Refuses anything but 32 bytes.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "an opening secret has 32 bytes") }
    self.bytes = bytes
  }

  /// A fresh secret, to be journalled before it is used. Pass the system's generator outside tests.
  public init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// The secret of one of several exchanges of a deal, so that each opens alone: `HKDF(s, "semper/fx-turn/1" ‖ 0x00 ‖ turn)`.
  public func secret(ofTurn turn: Int) -> OpeningSecret { OpeningSecret(derived: derived("secret \(turn)")) }

  /// The nonce of that exchange.
  public func nonce(ofTurn turn: Int) -> Nonce {
    do { return try Nonce(bytes: derived("nonce \(turn)")) } catch {
      preconditionFailure("a nonce has \(Nonce.size) bytes")
    }
  }

  private init(derived bytes: [UInt8]) { self.bytes = bytes }

  private func derived(_ label: String) -> [UInt8] {
    KeyDerivation.bytes(from: bytes, for: .turn, context: Array(label.utf8), length: Self.size)
  }

  /// The opening of the item at a path of the party's container: `o_i = HKDF(s_X, "semper/fx-item/1" ‖ 0x00 ‖ path)`.
  public func opening(for path: String) -> ItemOpening {
    do {
      return try ItemOpening(
        bytes: KeyDerivation.bytes(
          from: bytes, for: .itemKey, context: Array(path.utf8), length: ItemOpening.size))
    } catch {
      preconditionFailure("the derivation gives as many bytes as it is asked for")
    }
  }

  /// Tells nothing, so that a log that prints it gives nothing away.
  public var description: String { "opening secret" }
  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}

import SemperCoding
public import SemperCryptography
import SemperModel

/// A payment card as its holder has it: number, expiry, and the secret made with the issuer at registration. Test cards only.
public struct Card: Sendable, Hashable, Discreet {
  package let number: CardNumber
  package let expiry: CardExpiry
  package let secret: PANSecret

  public init(number: CardNumber, expiry: CardExpiry, secret: PANSecret) {
    self.number = number
    self.expiry = expiry
    self.secret = secret
  }

  /// The name in the cardholder's certificate: it binds the card to the signature key, and nobody who does not know the
  /// secret can test a guess at the number with it.
  public var commonName: String { Self.commonName(number, expiry, secret) }

  static func commonName(_ number: CardNumber, _ expiry: CardExpiry, _ secret: PANSecret) -> String {
    Base64URL.encode(MessageCode.code(of: number.derBytes + expiry.derBytes, key: secret.bytes))
  }

  /// Shows that its maker knows the card's secret, for this transaction only.
  static func stain(_ xid: XID, _ secret: PANSecret) -> ByteString {
    ByteString(MessageCode.code(of: xid.bytes, key: secret.bytes))
  }

  /// Tells nothing of the card.
  public var description: String { "card" }
}

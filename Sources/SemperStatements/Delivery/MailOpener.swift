public import SemperCryptography
public import SemperModel

/// Mail that has arrived whole, with the opening: it is what it opens to, so nothing is compared (item class D0).
public struct MailOpener: Sendable {
  private let sealed: SealedContent
  private let exchange: Digest
  private let opening: ItemOpening

  public init(_ sealed: SealedContent, exchange: Digest, opening: ItemOpening) {
    self.sealed = sealed
    self.exchange = exchange
    self.opening = opening
  }

  /// The message; `nil` for a ciphertext that does not open with the key its sender has committed to. Then there is
  /// nothing to read, and what was received is that: the receipt is for this ciphertext and this key.
  public func message() -> [UInt8]? { sealed.opened(with: opening, exchange: exchange) }
}

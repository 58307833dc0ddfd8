import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// The way to a bank that carries out final rulings.
public struct RulingClient: Sendable {
  private let bank: Correspondent
  private let key: PublicKey

  public init(transport: any Transport, address: Address, bank key: PublicKey) {
    bank = Correspondent(address, over: transport, largest: 64 << 10, patience: Span(seconds: 20))
    self.key = key
  }

  /// The bank's word on what it has moved; refuses one that is not on this order.
  public func enforce(_ order: VerifiedStatement<EnforceOrder>) async throws -> VerifiedStatement<Enforcement> {
    let word = try VerifiedStatement<Enforcement>(
      verifying: await bank.post(order.signed, to: "/rulings"), keys: KeySet([key]))
    guard word.content.bank == key.thumbprint, word.content.ruling == order.content.ruling.digest else {
      throw Refusal(.wrongSigner, blame: .provider, "the bank answered about another ruling")
    }
    return word
  }
}

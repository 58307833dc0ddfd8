import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// How the holder of an account gets a purse from its bank, over any transport.
public struct PurseClient: Sendable {
  static let path = "/purses/cards"

  private let transport: any Transport
  private let address: Address
  private let bank: PublicKey

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    self.transport = transport
    self.address = address
    self.bank = bank
  }

  /// Orders an empty purse. When nobody knows whether the bank has answered, another order does no harm: the purse that nobody has
  /// holds nothing.
  public func purse(for account: SigningKey, now: Timestamp) async throws -> IssuedPurse {
    let reply = SealingKey()
    let signed = try SignedStatement(
      PurseOrder(bank: bank.thumbprint, key: account.publicKey, reply: reply.publicKey, issued: now),
      signedBy: [account])
    let request = Request(.post, Self.path, contentType: "application/json", body: signed.canonicalBytes)
    let answer = try await transport.send(request, to: address, largest: 64 << 10, within: Span(seconds: 15))
    guard answer.status == 200 else {
      throw Refusal(answer) ?? Refusal(.unavailable, blame: .provider, "the bank answered \(answer.status); ask again")
    }
    let letter = try open(ByteString(canonicalBytes: answer.body), of: signed, with: reply)
    guard PIN(letter.pin) != nil else {
      throw Refusal(.malformed, blame: .provider, "the bank's purse comes without its PIN")
    }
    let purse = try Purse(stateBytes: letter.card.bytes)
    return IssuedPurse(
      number: purse.state.profile.number, purse: purse, pin: letter.pin, expires: letter.expires)
  }

  private func open(_ sealed: ByteString, of order: SignedStatement, with reply: SealingKey) throws -> PurseLetter {
    try PurseLetter(
      canonicalBytes: reply.open(
        sealed.bytes, for: .purseLetter, context: bank.thumbprint.bytes, authenticating: order.digest.bytes))
  }
}

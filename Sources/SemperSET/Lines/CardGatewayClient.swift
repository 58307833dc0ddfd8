import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The way to a gateway over HTTP. What it says about locks its callers verify with `word`.
public struct CardGatewayClient: CardLedger {
  private static let largest = 64 << 10
  private static let patience = Span(seconds: 20)

  public let word: PublicKey
  private let messages: SETClient
  private let transport: any Transport
  private let address: Address

  /// - Parameter word: the key that signs the gateway's words about locks: that of its certificate.
  public init(transport: any Transport, address: Address, word: PublicKey) {
    self.word = word
    self.transport = transport
    self.address = address
    messages = SETClient(transport: transport, address: address, media: .payment)
  }

  public func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    try await messages.answer(message)
  }

  public func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
    guard let word = try await ask("releases", LockQuestion(terms: terms, title: title)) else {
      throw TransportError(.malformed, "the gateway gave no word on the lock; ask again")
    }
    return word
  }

  public func receipt(of terms: LockTerms) async throws -> SignedStatement? {
    try await ask("receipts", LockQuestion(terms: terms))
  }

  public func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    try await ask("outcomes", LockQuestion(terms: terms))
  }

  private func ask(_ what: String, _ question: LockQuestion) async throws -> SignedStatement? {
    try await transport.send(
      Request(.post, "/locks/\(what)", contentType: "application/json", body: question.canonicalBytes), to: address,
      largest: Self.largest, within: Self.patience
    ).lockWord()
  }
}

extension ReceivedReply {
  /// The word that an answer bears. Throws a `Refusal` that settles something, and `TransportError` for everything else.
  fileprivate func lockWord() throws -> SignedStatement? {
    guard status == 200 else {
      guard let refusal = Refusal(self), !refusal.code.isPassing else {
        throw TransportError(.interrupted, "the gateway answered with the status \(status); ask again")
      }
      throw refusal
    }
    do {
      return try LockWord(canonicalBytes: body).word
    } catch {
      throw TransportError(.malformed, "the gateway's answer cannot be read: \(error)")
    }
  }
}

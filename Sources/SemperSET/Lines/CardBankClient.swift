public import SemperBank
import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// The way to a bank that issues cards and runs a gateway: its account holders get a card there, or take cards as merchants.
///
/// What it says of the brand is signed by the key that it was configured with; letters are for the connection's two ends only.
public struct CardBankClient: Sendable {
  private static let largest = 256 << 10
  private static let patience = Span(seconds: 30)

  public let bank: PublicKey
  private let transport: any Transport
  private let address: Address

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    self.transport = transport
    self.address = address
    self.bank = bank
  }

  /// The gateway, for messages and for questions about locks.
  public var gateway: CardGatewayClient { CardGatewayClient(transport: transport, address: address, word: bank) }

  // MARK: Accounts

  /// Opens an account for the key, or tells the state of the one that is open.
  public func openAccount(
    for key: SigningKey, currency: Currency, operation: ID<Operation>, now: Timestamp
  ) async throws -> AccountState {
    let opening = AccountOpening(
      key: key.publicKey, bank: bank.thumbprint, currency: currency, operation: operation, issued: now)
    return try await ask("/accounts", SignedStatement(opening, signedBy: [key]))
  }

  /// The balance of the key's account and the movements after one that is known.
  public func account(of key: SigningKey, after number: Int? = nil, now: Timestamp) async throws -> AccountState {
    let state: AccountState = try await ask("/accounts/query", query(key, after: number, now))
    guard state.account == key.thumbprint else {
      throw TransportError(.malformed, "the bank answered about another account")
    }
    return state
  }

  /// The movements of the key's account in these times.
  public func statement(
    of key: SigningKey, in times: ClosedRange<Timestamp>, now: Timestamp
  ) async throws -> [StatementLine] {
    var lines: [StatementLine] = []
    var last: Int?
    while true {
      let page = try await account(of: key, after: last, now: now)
      lines += page.movements.filter { times.contains($0.time) }
        .map {
          StatementLine(
            time: $0.time, units: $0.units, purpose: $0.purpose.rawValue, operation: $0.operation, at: bank.thumbprint)
        }
      guard page.more, let number = page.movements.last?.number else { return lines }
      last = number
    }
  }

  // MARK: Cards

  /// The brand, as the bank's own key vouches for it.
  ///
  /// Refuses (`untrusted`, `badSignature`) what is no notice of this bank's.
  public func brand(at now: Timestamp) async throws -> CardBrand {
    let reply = try await transport.send(
      Request(.get, "/cards/brand"), to: address, largest: Self.largest, within: Self.patience)
    guard reply.status == 200 else {
      throw TransportError(.interrupted, "the bank did not tell its brand; ask again")
    }
    return try CardBrand(notice: reply.body, of: bank, at: now)
  }

  /// The card on the key's account.
  public func letter(to key: SigningKey, now: Timestamp) async throws -> CardLetter {
    try await ask("/cards/letters", query(key, after: nil, now))
  }

  /// The agreement with the key's holder as a merchant.
  public func agreement(with key: SigningKey, now: Timestamp) async throws -> AcquirerLetter {
    try await ask("/cards/agreements", query(key, after: nil, now))
  }

  /// Has a key certified for a card: SET's registration, message by message.
  ///
  /// - Parameter isElsewhere: whether another bank has issued it.
  public func register(
    _ letter: CardLetter, key: SigningKey, in brand: CardBrand, isElsewhere: Bool = false, time: any TimeSource
  ) async throws -> StoredCard {
    let holder = CardRegistration(
      trust: brand.trust, number: letter.number, expiry: letter.expiry, language: try Language("en"),
      software: brand.software)
    let line = SETClient(transport: transport, address: address, media: .registration, path: SETMedia.cardholders)
    var generator = SystemRandomNumberGenerator()
    do {
      let (begun, first) = try holder.begin(using: &generator, at: await time.now())
      let (asked, second) = try holder.form(
        try await line.answer(first), to: begun, using: &generator, at: await time.now())
      let form = try holder.read(try await line.answer(second), to: asked, at: await time.now())
      let (requested, third) = try holder.request(
        form, answers: [CertificateDesk.codeQuestion: letter.code], key: key, using: &generator, at: await time.now())
      let (card, identity) = try holder.certificate(try await line.answer(third), to: requested, at: await time.now())
      return StoredCard(card: card, identity: identity, brand: brand, isElsewhere: isElsewhere)
    } catch let refusal as SETRefusal {
      throw refusal.refusal
    }
  }

  /// Has a merchant's key certified, with a new one for what is sealed to it.
  public func register(
    _ letter: AcquirerLetter, key: SigningKey, in brand: CardBrand, time: any TimeSource
  ) async throws -> StoredMerchant {
    let applicant = MerchantRegistration(
      trust: brand.trust, as: .merchant, name: letter.merchant, acquirer: letter.acquirer, language: try Language("en"),
      software: brand.software)
    let line = SETClient(transport: transport, address: address, media: .registration, path: SETMedia.merchants)
    var generator = SystemRandomNumberGenerator()
    do {
      let (begun, first) = try applicant.begin(using: &generator, at: await time.now())
      let (requested, second) = try applicant.request(
        try await line.answer(first), to: begun, account: letter.account, key: key, transport: TransportKey(),
        using: &generator, at: await time.now())
      let (identity, opening) = try applicant.certificates(
        try await line.answer(second), to: requested, at: await time.now())
      return StoredMerchant(letter.merchant, identity: identity, transport: opening, brand: brand)
    } catch let refusal as SETRefusal {
      throw refusal.refusal
    }
  }

  private func query(_ key: SigningKey, after number: Int?, _ now: Timestamp) throws -> SignedStatement {
    try SignedStatement(
      AccountQuery(key: key.publicKey, bank: bank.thumbprint, after: number, issued: now), signedBy: [key])
  }

  private func ask<Value: CanonicalValue>(_ path: String, _ statement: SignedStatement) async throws -> Value {
    let reply = try await transport.send(
      Request(.post, path, contentType: "application/json", body: statement.canonicalBytes), to: address,
      largest: Self.largest, within: Self.patience)
    guard reply.status == 200 else {
      guard let refusal = Refusal(reply), !refusal.code.isPassing else {
        throw TransportError(.interrupted, "the bank answered with the status \(reply.status); ask again")
      }
      throw refusal
    }
    do {
      return try Value(json: CanonicalJSON.parse(reply.body, limits: .statement(bytes: Self.largest)))
    } catch {
      throw TransportError(.malformed, "the bank's answer cannot be read: \(error)")
    }
  }
}

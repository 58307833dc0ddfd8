public import SemperBank
import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel
import SemperPayments

/// The way to one bank and mint, over any transport.
///
/// It checks that what comes back is signed by the key it was configured with. A `MintFailure` means that the outcome is
/// unknown and that the same bytes have to be sent again.
public struct MintClient: Sendable {
  private static let largest = 1 << 20
  private static let patience = Span(seconds: 20)

  private let transport: any Transport
  private let address: Address
  /// The key of the bank and mint.
  public let mint: PublicKey
  public let name: Thumbprint
  /// Who may vouch for the mint's key lists.
  let auditors: AuditorTrust

  public init(transport: any Transport, address: Address, mint: PublicKey, auditors: AuditorTrust) {
    self.transport = transport
    self.address = address
    self.mint = mint
    self.auditors = auditors
    name = mint.thumbprint
  }

  /// The mint's keys: signed by it, countersigned by an auditor, and the same that the auditor shows to everybody.
  ///
  /// A list for one customer alone would mark that customer's coins. So no list is taken on the mint's word, and none while
  /// the auditor cannot be asked: that is rare, since a list is fetched once in a period.
  public func keys(now: Timestamp) async throws -> MintKeys {
    let own = try verified(try await ask(Request(.get, "/keys")), now)
    let path = "/mints/\(name.description)/keys"
    let shown = try verified(try await ask(Request(.get, path), at: own.audit.address), now)
    guard shown.audit.auditor == own.audit.auditor, shown.keys.list.digest == own.keys.list.digest else {
      throw MintFailure(
        .misbehaved, "the mint shows this wallet other keys than its auditor shows to everybody; do not withdraw there",
        refusal: nil)
    }
    return own.keys
  }

  private func verified(
    _ list: AuditedKeyList, _ now: Timestamp
  ) throws(MintFailure) -> (keys: MintKeys, audit: MintKeysAudit) {
    do {
      return try list.verified(mint: mint, auditors: auditors, at: now)
    } catch {
      throw MintFailure(.misbehaved, "the mint's key list is not to be relied on: \(error.detail)", refusal: error)
    }
  }

  /// Sends a request's exact bytes and gives the mint's answer, refusals included.
  public func perform(_ request: [UInt8]) async throws -> MintAnswer {
    try await ask(Request(.post, "/operations", contentType: "application/json", body: request))
  }

  public func restore(_ request: RestoreRequest) async throws -> RestoreAnswer {
    try await ask(Request(.post, "/restore", contentType: "application/json", body: request.canonicalBytes))
  }

  /// The locks for an exchange as the mint signs them.
  public func locks(for exchange: Digest) async throws -> [LockStatus] {
    try await ask(Request(.get, "/locks/\(Base64URL.encode(exchange.bytes))"))
  }

  /// How a lock ended, in the mint's verified words; `nil` while it stands. Refuses (`unknownLock`) one that the mint
  /// does not keep.
  func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    let keys = KeySet([mint])
    for status in try await locks(for: terms.exchange) {
      let receipt = try VerifiedStatement<LockReceipt>(verifying: status.receipt, keys: keys).content
      guard receipt.terms == terms, receipt.ledger == name else { continue }
      guard let outcome = status.outcome else { return nil }
      let word = try VerifiedStatement<LockOutcome>(verifying: outcome, keys: keys)
      guard word.content.terms == terms, word.content.ledger == name else { throw foreign }
      if word.content.isSealed { continue }
      return word
    }
    throw Refusal(.unknownLock, blame: .provider, "the mint knows no lock with these terms")
  }

  /// Opens an account for the key, or tells the state of the one that is open.
  public func openAccount(
    for key: SigningKey, currency: Currency, operation: ID<Operation>, now: Timestamp
  ) async throws -> AccountState {
    let opening = AccountOpening(
      key: key.publicKey, bank: name, currency: currency, operation: operation, issued: now)
    return try await ask(account: SignedStatement(opening, signedBy: [key]), at: "/accounts", of: key)
  }

  /// The balance of the key's account and the movements after one that is known.
  public func account(of key: SigningKey, after number: Int? = nil, now: Timestamp) async throws -> AccountState {
    let query = AccountQuery(key: key.publicKey, bank: name, after: number, issued: now)
    return try await ask(account: SignedStatement(query, signedBy: [key]), at: "/accounts/query", of: key)
  }

  private func ask(account signed: SignedStatement, at path: String, of key: SigningKey) async throws -> AccountState {
    let state: AccountState = try await ask(
      Request(.post, path, contentType: "application/json", body: signed.canonicalBytes))
    guard state.account == key.thumbprint else { throw foreign }
    return state
  }

  private var foreign: MintFailure {
    MintFailure(.misbehaved, "the mint answered about something else than was asked", refusal: nil)
  }

  private func ask<Value: CanonicalValue>(_ request: Request, at other: Address? = nil) async throws -> Value {
    let reply = try await transport.send(request, to: other ?? address, largest: Self.largest, within: Self.patience)
    if reply.contentType?.hasPrefix("application/problem+json") == true || !Self.answers.contains(reply.status) {
      throw MintFailure(problem: reply)
    }
    do {
      return try Value(json: CanonicalJSON.parse(reply.body, limits: .statement(bytes: Self.largest)))
    } catch {
      throw MintFailure(.misbehaved, "the mint's answer cannot be read: \(error)", refusal: nil)
    }
  }

  /// Done, and the two ways of refusing for good in a signed statement.
  private static let answers: Set<Int> = [200, 409, 422]
}

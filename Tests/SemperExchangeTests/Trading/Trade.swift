import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting

/// One exchange of a conditional receipt for locked play money, with every message of both sides at hand.
struct Trade: Sendable {
  static let start = Timestamp(seconds: 1_795_000_000)
  static let policy = ArbiterPolicy(
    shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 864_000))

  let originator: SigningKey
  let responder = SigningKey()
  let outsider = SigningKey()
  let bank = SigningKey()
  let reply = SealingKey()
  let arbiterKey = SigningKey()
  let arbiterSeal = SealingKey()
  let arbiter: Arbiter
  let terms: ExchangeTerms
  let items: [DescribedItem]
  let secrets: [ExchangeRole: OpeningSecret]
  private(set) var first: SignedStatement
  private(set) var second: SignedStatement

  var record: ExchangeRecord {
    ExchangeRecord(terms: terms, items: items, commitOriginator: first, commitResponder: second)
  }

  /// - Parameters:
  ///   - data: whether the originator owes data too.
  ///   - originator: whose trade it is; somebody new when absent.
  ///   - garbage: the role that seals garbage to the arbiter.
  ///   - content: what the data is; something made up when absent.
  ///   - one: the arbiter, where it is not a new one.
  ///   - begins: when it closes so much later.
  ///   - change: other terms than usual, before anything is signed under them.
  init(
    data: Bool = true, by originator: SigningKey = SigningKey(), garbage: ExchangeRole? = nil,
    closes: Span = Span(seconds: 90_000), content: ContentRoot? = nil, with one: Arbiter? = nil,
    begins: Timestamp = Self.start, change: (ExchangeTerms) throws -> ExchangeTerms = { $0 }
  ) throws {
    self.originator = originator
    var numbers = SeededNumbers(7)
    arbiter = one ?? Self.arbiter(on: InMemoryArchive(), arbiterKey, arbiterSeal)
    let secrets = [
      ExchangeRole.originator: OpeningSecret(using: &numbers), .responder: OpeningSecret(using: &numbers),
    ]
    self.secrets = secrets
    func party(_ role: ExchangeRole, _ key: SigningKey, _ secret: OpeningSecret?) -> PartyTerms {
      PartyTerms(
        role: role, key: key.publicKey, nonce: Nonce(using: &numbers), secret: secret ?? OpeningSecret(using: &numbers))
    }
    let price = try Money("5.00", Currency(code: "EUR"))
    let document = "a receipt".documentDigest
    let content = try content ?? ContentRoot(json: .fields(["length": 70_000.json, "root": document.json]))
    let statement = DescribedItem(
      path: "o/receipt", salt: Nonce(using: &numbers), description: .statement(document: document))
    let goods = DescribedItem(path: "o/goods", salt: Nonce(using: &numbers), description: .data(content))
    let money = DescribedItem(
      path: "r/price", salt: Nonce(using: &numbers),
      description: .lock(amount: price, payee: originator.thumbprint, ledger: bank.thumbprint))
    let given = data ? [goods, statement] : [statement]
    items = given + [money]
    let usual = ExchangeTerms(
      header: ExchangeHeader(
        originator: party(.originator, originator, secrets[.originator]),
        responder: party(.responder, responder, secrets[.responder]), arbiter: arbiter.terms,
        closes: begins.advanced(by: closes)),
      body: ExchangeBody(
        originatorItems: given.map(\.commitment), responderItems: [money.commitment],
        level: data ? .strongWithWindow : .strong, window: Span(seconds: 3_600), ledgers: [bank.publicKey],
        context: document))
    let terms = try change(usual)
    self.terms = terms
    func opening(_ role: ExchangeRole, _ path: String) -> ItemOpening? { secrets[role]?.opening(for: path) }
    func escrow(_ role: ExchangeRole) throws -> ByteString {
      guard role != garbage, let secret = secrets[role] else { return ByteString([1, 2, 3]) }
      return try Escrow.seal(secret, role: role, terms: terms)
    }
    var locked = [LockedItem]()
    if data {
      // 70 000 bytes are two chunks of 64 KiB, each with a salt and a tag.
      let sealed = try LockedData(
        json: .fields(["chunks": 2.json, "length": (70_000 + 2 * 48).json, "root": document.json]))
      locked.append(LockedItem(path: "o/goods", form: .data(sealed)))
    }
    let conditional = try ConditionalStatement(
      exchange: terms.id, path: "o/receipt", document: document,
      opening: opening(.originator, "o/receipt")?.digest ?? document, signer: originator.thumbprint)
    locked.append(
      LockedItem(path: "o/receipt", form: .statement(try SignedStatement(conditional, signedBy: [originator]))))
    let first = try SignedStatement(
      CommitOriginator(
        exchange: terms.id, party: originator.thumbprint,
        commitment: Commitment(escrow: try escrow(.originator), locked: locked)), signedBy: [originator])
    self.first = first
    let lock = LockTerms(
      exchange: terms.id, path: "r/price", opening: opening(.responder, "r/price")?.digest ?? document, amount: price,
      payee: originator.thumbprint, refund: responder.thumbprint, arbiter: arbiter.terms.key.thumbprint)
    let receipt = LockReceipt(
      terms: lock, ledger: bank.thumbprint, operation: ID(using: &numbers), issued: Self.start)
    second = try SignedStatement(
      CommitResponder(
        exchange: terms.id, party: responder.thumbprint, answers: first.digest,
        commitment: Commitment(
          escrow: try escrow(.responder),
          locked: [LockedItem(path: "r/price", form: .lock(try SignedStatement(receipt, signedBy: [bank])))])),
      signedBy: [responder])
  }

  /// This exchange's arbiter as a process finds it that opens this archive.
  func arbiter(on archive: InMemoryArchive) -> Arbiter { Self.arbiter(on: archive, arbiterKey, arbiterSeal) }

  private static func arbiter(on archive: InMemoryArchive, _ key: SigningKey, _ seal: SealingKey) -> Arbiter {
    Arbiter(
      records: archive.records, signingKey: key, sealingKey: seal, epoch: 1, policy: policy, data: TestDataStore())
  }

  /// The same exchange with other items locked by the originator, and an answer to that.
  func locking(_ change: ([LockedItem]) throws -> [LockedItem]) throws -> Trade {
    let (m1, m2): (CommitOriginator, CommitResponder) = (try content(of: first), try content(of: second))
    var trade = self
    trade.first = try SignedStatement(
      CommitOriginator(
        exchange: terms.id, party: originator.thumbprint,
        commitment: Commitment(escrow: m1.commitment.escrow, locked: change(m1.commitment.locked))),
      signedBy: [originator])
    trade.second = try SignedStatement(
      CommitResponder(
        exchange: terms.id, party: responder.thumbprint, answers: trade.first.digest, commitment: m2.commitment),
      signedBy: [responder])
    return trade
  }

  /// The same exchange with another M2, which differs in its sealed secret only.
  func answeredAgain() throws -> Trade {
    let m2: CommitResponder = try content(of: second)
    guard let secret = secrets[.responder] else { preconditionFailure("both roles have a secret") }
    var trade = self
    trade.second = try SignedStatement(
      CommitResponder(
        exchange: terms.id, party: responder.thumbprint, answers: first.digest,
        commitment: Commitment(
          escrow: Escrow.seal(secret, role: .responder, terms: terms), locked: m2.commitment.locked)),
      signedBy: [responder])
    return trade
  }

  private func content<Content: StatementContent>(of signed: SignedStatement) throws -> Content {
    try VerifiedStatement<Content>(verifying: signed, keys: terms.keys).content
  }

  func complain(
    _ proof: ProofOfMisbehaviour, at path: String = "o/goods", secret: OpeningSecret? = nil
  ) throws -> SignedStatement {
    guard let opened = secret ?? secrets[.originator] else { preconditionFailure("both roles have a secret") }
    return try SignedStatement(
      Complaint(record: record, role: .responder, secret: opened, path: path, proof: proof), signedBy: [responder])
  }

  func key(_ role: ExchangeRole) -> SigningKey { role == .originator ? originator : responder }

  func abort(by key: SigningKey? = nil) throws -> SignedStatement {
    try SignedStatement(AbortRequest(terms), signedBy: [key ?? originator])
  }

  func resolve(by role: ExchangeRole, secret: OpeningSecret? = nil) throws -> SignedStatement {
    guard let own = secret ?? secrets[role] else { preconditionFailure("both roles have a secret") }
    return try SignedStatement(
      ResolveRequest(record: record, role: role, secret: own, reply: reply.publicKey), signedBy: [key(role)])
  }

  func accept(by key: SigningKey) throws -> SignedStatement {
    try SignedStatement(AcceptRequest(exchange: terms.id, party: key.publicKey), signedBy: [key])
  }

  func query(by key: SigningKey) throws -> SignedStatement {
    try SignedStatement(
      QueryRequest(exchange: terms.id, party: key.publicKey, reply: reply.publicKey), signedBy: [key])
  }

  /// The arbiter's answer after so many seconds, with its decision verified.
  @discardableResult
  func ask(_ call: SignedStatement, after seconds: Int64 = 0) async throws -> (ArbiterAnswer, ArbiterDecision) {
    let answer = try await arbiter.answer(call, at: Self.start.advanced(by: Span(seconds: seconds)))
    return (answer, try verifier.decision(answer.decision, commits: nil).content)
  }

  var verifier: ExchangeVerifier {
    get throws { try ExchangeVerifier(terms: terms, items: items) }
  }
}

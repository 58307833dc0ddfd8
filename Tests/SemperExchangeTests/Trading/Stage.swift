import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting

/// One exchange of whatever items a test wants, with every statement that can be made in it.
struct Stage: Sendable {
  enum Gift: String { case data, receipt, money, bond }

  static let start = Timestamp(seconds: 1_795_000_000)
  static let patience = Span(seconds: 600)
  static let window = Span(seconds: 3_600)

  let originator = SigningKey()
  let responder = SigningKey()
  let bank = SigningKey()
  let arbiterKey = SigningKey()
  let reply = SealingKey()
  let arbiter: Arbiter
  let terms: ExchangeTerms
  let items: [DescribedItem]
  let secrets: (originator: OpeningSecret, responder: OpeningSecret)
  private let cheat: ExchangeRole?

  /// - Parameter cheat: the role whose receipt names another opening than its secret's.
  init(
    originator gives: [Gift], responder pays: [Gift], closes: Span = Span(seconds: 90_000), seed: UInt64 = 7,
    mode: OpeningMode = .direct, cheat: ExchangeRole? = nil
  ) throws {
    self.cheat = cheat
    var numbers = SeededNumbers(seed)
    arbiter = Arbiter(
      records: InMemoryArchive().records, signingKey: arbiterKey, sealingKey: SealingKey(), epoch: 1,
      policy: Trade.policy, data: TestDataStore())
    secrets = (OpeningSecret(using: &numbers), OpeningSecret(using: &numbers))
    let price = try Money("5.00", Currency(code: "EUR"))
    let content = try ContentRoot(json: .fields(["length": 70_000.json, "root": "content".documentDigest.json]))
    func item(_ gift: Gift, _ side: String, payee: SigningKey, ledger: SigningKey) -> DescribedItem {
      let description: ItemDescription =
        switch gift {
        case .data: .data(content)
        case .receipt: .statement(document: "a receipt".documentDigest)
        case .money: .lock(amount: price, payee: payee.thumbprint, ledger: ledger.thumbprint)
        case .bond: .bond(amount: price, payee: payee.thumbprint, ledger: ledger.thumbprint)
        }
      return DescribedItem(path: "\(side)/\(gift.rawValue)", salt: Nonce(using: &numbers), description: description)
    }
    let (originatorKey, responderKey, ledger) = (originator, responder, bank)
    let given = gives.map { item($0, "o", payee: responderKey, ledger: ledger) }
    let paid = pays.map { item($0, "r", payee: originatorKey, ledger: ledger) }
    items = given + paid
    terms = ExchangeTerms(
      header: ExchangeHeader(
        originator: PartyTerms(
          role: .originator, key: originator.publicKey, nonce: Nonce(using: &numbers), secret: secrets.originator),
        responder: PartyTerms(
          role: .responder, key: responder.publicKey, nonce: Nonce(using: &numbers), secret: secrets.responder),
        arbiter: arbiter.terms, closes: Self.start.advanced(by: closes)),
      body: ExchangeBody(
        originatorItems: given.map(\.commitment), responderItems: paid.map(\.commitment),
        level: pays.contains(.bond) ? .compensated : (gives + pays).contains(.data) ? .strongWithWindow : .strong,
        mode: mode, window: Self.window,
        ledgers: [bank.publicKey], context: "a deal".documentDigest))
  }

  /// Refuses terms that cannot be fair.
  var verifier: ExchangeVerifier {
    get throws { try ExchangeVerifier(terms: terms, items: items) }
  }

  func key(_ role: ExchangeRole) -> SigningKey { role == .originator ? originator : responder }
  func secret(_ role: ExchangeRole) -> OpeningSecret { role == .originator ? secrets.originator : secrets.responder }

  func side(_ role: ExchangeRole) -> ExchangeSide {
    ExchangeSide(
      terms: terms, items: items, role: role, secret: secret(role), reply: reply.publicKey, patience: Self.patience)
  }

  /// What a lock of this role's money has to say.
  func lock(_ item: DescribedItem, of role: ExchangeRole) -> LockTerms? {
    let (amount, payee, rule): (Money, Thumbprint, LockRule)
    switch item.description {
    case .lock(let due, let owner, _): (amount, payee, rule) = (due, owner, terms.body.lockRule(of: role))
    case .bond(let due, let owner, _): (amount, payee, rule) = (due, owner, .bond)
    case .statement, .certificate, .credential, .reversibleLock, .mail, .checkedData, .data, .unsecured: return nil
    }
    return LockTerms(
      exchange: terms.id, path: item.path, opening: secret(role).opening(for: item.path).digest, amount: amount,
      payee: payee, refund: key(role).thumbprint, arbiter: arbiterKey.thumbprint, rule: rule)
  }

  /// This role's items in locked form; the receipts are `receipts`, or made here.
  func commitment(_ role: ExchangeRole, receipts: [SignedStatement] = []) throws -> Commitment {
    let locked = try side(role).items(of: role).map { item in
      switch item.description {
      case .data:
        let sealed = try LockedData(
          json: .fields([
            "chunks": 2.json, "length": (70_000 + 2 * 48).json, "root": "sealed".documentDigest.json,
          ]))
        return LockedItem(path: item.path, form: .data(sealed))
      case .statement(let document):
        let opening = secret(role).opening(for: role == cheat ? "elsewhere" : item.path)
        let conditional = try ConditionalStatement(
          exchange: terms.id, path: item.path, document: document, opening: opening.digest,
          signer: key(role).thumbprint)
        return LockedItem(path: item.path, form: .statement(try SignedStatement(conditional, signedBy: [key(role)])))
      case .lock, .bond:
        if let receipt = receipts.first { return LockedItem(path: item.path, form: .lock(receipt)) }
        guard let lock = lock(item, of: role) else { preconditionFailure("money is described by a lock") }
        let receipt = LockReceipt(
          terms: lock, ledger: bank.thumbprint, operation: try ID(bytes: Array(repeating: 1, count: 16)),
          issued: Self.start)
        return LockedItem(path: item.path, form: .lock(try SignedStatement(receipt, signedBy: [bank])))
      case .certificate, .credential, .reversibleLock, .mail, .checkedData, .unsecured:
        preconditionFailure("no gift of the stage is described so")
      }
    }
    return Commitment(escrow: try Escrow.seal(secret(role), role: role, terms: terms), locked: locked)
  }

  /// Signs what a machine asks to be signed.
  func sign(_ message: ExchangeMessage, as role: ExchangeRole) throws -> SignedStatement {
    let (exchange, key) = (terms.id, key(role))
    let party = key.thumbprint
    switch (message, role) {
    case (.commitOriginator(let commitment), _):
      return try SignedStatement(
        CommitOriginator(exchange: exchange, party: party, commitment: commitment), signedBy: [key])
    case (.commitResponder(let commitment, let first), _):
      return try SignedStatement(
        CommitResponder(exchange: exchange, party: party, answers: first, commitment: commitment), signedBy: [key])
    case (.open(let commits), .originator):
      return try SignedStatement(
        OpenOriginator(exchange: exchange, party: party, commits: commits, secret: secret(role)), signedBy: [key])
    case (.open(let commits), .responder):
      return try SignedStatement(
        OpenResponder(exchange: exchange, party: party, commits: commits, secret: secret(role)), signedBy: [key])
    case (.abort, _): return try SignedStatement(AbortRequest(terms), signedBy: [key])
    case (.resolve(let record), _):
      return try SignedStatement(
        ResolveRequest(record: record, role: role, secret: secret(role), reply: reply.publicKey), signedBy: [key])
    case (.complain(let record, let secret, let path, let proof), _):
      return try SignedStatement(
        Complaint(record: record, role: role, secret: secret, path: path, proof: proof), signedBy: [key])
    case (.accept, _):
      return try SignedStatement(AcceptRequest(exchange: exchange, party: key.publicKey), signedBy: [key])
    case (.consent(let proposal), _):
      return try SignedStatement(
        SettlementConsent(exchange: exchange, party: party, proposal: proposal), signedBy: [key])
    case (.query, _):
      return try SignedStatement(
        QueryRequest(exchange: exchange, party: key.publicKey, reply: reply.publicKey), signedBy: [key])
    }
  }
}

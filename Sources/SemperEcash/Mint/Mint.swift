public import SemperArchive
public import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments

/// The issuer of coins. It sees who withdraws and who is paid, and cannot tell which withdrawal a payment came from.
///
/// Every request is decided in one transaction of the archive and may be repeated for ever: the same request gets the same
/// answer. Nothing is signed before the decision is durable, and what is signed afterwards is a function of the request, so a
/// crash between the two loses nothing. A thrown error means "unknown, ask again", except for a `Refusal`, which means that
/// the request was not understood as one that the mint could have decided on.
public struct Mint: Sendable {
  public let bank: Bank
  private let key: SigningKey
  private let holder: MintKeyHolder
  private let draw: @Sendable () -> Int

  /// - Parameter draw: picks one of a refresh's candidates; nobody may be able to foresee it.
  /// - Precondition: the list is signed by the key, and the signer holds the private keys of the list.
  public init(
    bank: Bank, key: SigningKey, keys: MintKeys, signer: any BlindSigner,
    draw: @escaping @Sendable () -> Int = Self.systemDraw
  ) {
    precondition(keys.list.content.mint == key.thumbprint && bank.name == key.thumbprint)
    precondition(keys.currency == bank.currency)
    self.bank = bank
    self.key = key
    self.draw = draw
    holder = MintKeyHolder(keys, signer)
  }

  /// A candidate drawn by the system's generator.
  @Sendable public static func systemDraw() -> Int { Int.random(in: 0..<RefreshCandidate.count) }

  /// The keys that it works with now.
  public var keys: MintKeys { holder.current.keys }

  /// Goes on with the keys of a later list.
  ///
  /// - Precondition: the list is signed by the mint's key, and the signer holds the private keys of the list.
  public func adopt(_ keys: MintKeys, signer: any BlindSigner) {
    precondition(keys.list.content.mint == name && keys.currency == bank.currency)
    holder.replace(keys, signer)
  }

  /// The mint's name, which requests and receipts bear.
  public var name: Thumbprint { key.thumbprint }
  public var publicKey: PublicKey { key.publicKey }
  public var records: any Records { bank.records }

  /// Decides on a request and answers it with a signed receipt, outcome or refusal.
  public func perform(_ signed: SignedStatement, now: Timestamp) async throws -> MintAnswer {
    let order = try MintOrder(verifying: signed)
    guard order.request.header.mint == name else {
      throw Refusal(.wrongSigner, blame: .peer, "the request is meant for another mint")
    }
    do {
      return try await perform(try planner(now).plan(order), now: now)
    } catch let refusal as Refusal {
      return try await refuse(order, with: refusal, now: now)
    }
  }

  /// Signs again what was signed before.
  public func restore(_ request: RestoreRequest) async throws -> RestoreAnswer {
    let digests = request.outputs.map(\.digest.bytes)
    let known = try await records.read { reader in
      try digests.map { try reader.value($0, in: MintTables.issued) != nil }
    }
    let indices = known.indices.filter { known[$0] }
    let signatures = try await holder.current.signer.sign(indices.map { request.outputs[$0] })
    return RestoreAnswer(
      found: zip(indices, signatures).map { RestoreAnswer.Found(index: $0, signature: ByteString($1)) })
  }

  /// Money of the bank's accounts under lock, without coins.
  public var accountLocks: AccountLocks { AccountLocks(bank: bank, key: key) }

  /// The receipts of all locks for an exchange, of coins and of accounts, each with its outcome if it has ended.
  public func locks(for exchange: Digest) async throws -> [LockStatus] {
    let ofAccounts = try await accountLocks.statuses(of: exchange)
      .map { LockStatus(receipt: $0.receipt, outcome: $0.outcome) }
    let records = try await records.read { reader in
      try reader.list(MintTables.locks, prefix: exchange.bytes, after: nil, limit: LockStatus.most)
        .map { try LockRecord(canonicalBytes: $0.value) }
    }
    return ofAccounts
      + (try records.map { record in
        LockStatus(
          receipt: try SignedStatement(record.receipt(by: name), signedBy: [key]),
          outcome: try record.outcome(by: name).map { try SignedStatement($0, signedBy: [key]) })
      })
  }

  // MARK: Answering

  private func planner(_ now: Timestamp) -> MintPlanner { MintPlanner(mint: name, keys: keys, now: now, draw: draw()) }

  private func perform(_ plan: MintPlan, now: Timestamp) async throws -> MintAnswer {
    let transaction = MintTransaction(plan: plan, now: now)
    switch try await records.transact({ try transaction.run($0) }) {
    case .done(let time, let lock, let refresh):
      let signatures = try await holder.current.signer.sign(plan.outputs)
      return MintAnswer(
        statement: try word(plan, time: time, lock: lock, refresh: refresh),
        signatures: signatures.map { ByteString($0) })
    case .refused(let refusal, let time):
      return MintAnswer(
        statement: try refusing(plan.operation, plan.request, refusal, time: time))
    case .spent(let spent, let requests):
      let refusal = Refusal(
        .doubleSpend, blame: .peer,
        spent.count == 1 ? "a coin was spent before" : "\(spent.count) coins were spent before")
      return MintAnswer(
        statement: try refusing(plan.operation, plan.request, refusal, spent: spent, time: now),
        proofs: try requests.filter { !$0.isEmpty }.map { bytes in try SignedStatement(bytes: bytes) })
    }
  }

  /// What refused a request now may have been right when it first came, such as the age of a coin; then the answer is the
  /// one given at that time.
  private func refuse(_ order: MintOrder, with refusal: Refusal, now: Timestamp) async throws -> MintAnswer {
    let operation = order.request.header.operation
    let known = try await records.read { try MintTransaction.record(of: operation, $0) }
    if let known, known.request == order.signed.digest {
      if let before = known.refusal {
        return MintAnswer(statement: try refusing(operation, known.request, before, time: known.time))
      }
      var planner = planner(known.time)
      planner.isRepeated = true
      return try await perform(try planner.plan(order), now: known.time)
    }
    guard MintTransaction.isFinal(refusal) else { throw refusal }
    return MintAnswer(statement: try refusing(operation, order.signed.digest, refusal, time: now))
  }

  private func word(
    _ plan: MintPlan, time: Timestamp, lock: LockRecord?, refresh: RefreshRecord?
  ) throws -> SignedStatement {
    if let receipt = plan.receipt { return try SignedStatement(receipt.issued(at: time), signedBy: [key]) }
    if case .commit = plan.refresh {
      guard let refresh else {
        throw ArchiveError(.corrupt, "a refresh is remembered without its choice; run the audit")
      }
      let choice = MintRefreshChoice(
        mint: name, operation: plan.operation, request: plan.request, chosen: refresh.chosen, issued: refresh.time)
      return try SignedStatement(choice, signedBy: [key])
    }
    guard let lock, let step = plan.lock else {
      throw ArchiveError(.corrupt, "an operation on a lock is remembered without the lock; run the audit")
    }
    switch step {
    case .make: return try SignedStatement(lock.receipt(by: name), signedBy: [key])
    case .freeze(_, let pledge):
      return try SignedStatement(LockFreeze(pledge, issued: lock.hold.since ?? time), signedBy: [key])
    case .release where lock.end == nil: return try SignedStatement(lock.receipt(by: name), signedBy: [key])
    case .lapse(let terms, let until) where lock.end == nil:
      return try SignedStatement(LockLapse(terms: terms, until: until, ledger: name, issued: time), signedBy: [key])
    case .end, .divide, .collect, .close, .follow, .release, .lapse:
      guard let outcome = lock.outcome(by: name) else {
        throw ArchiveError(.corrupt, "a lock's ending is remembered without its outcome; run the audit")
      }
      return try SignedStatement(outcome, signedBy: [key])
    }
  }

  func sign<Content: StatementContent>(_ content: Content) throws -> VerifiedStatement<Content> {
    try VerifiedStatement(signing: content, with: [key])
  }

  private func refusing(
    _ operation: ID<Operation>, _ request: Digest, _ refusal: Refusal, spent: [MintRefusal.Spent] = [],
    time: Timestamp
  ) throws -> SignedStatement {
    let content = MintRefusal(
      mint: name, operation: operation, request: request, code: refusal.code, detail: refusal.detail, spent: spent,
      issued: time)
    return try SignedStatement(content, signedBy: [key])
  }
}

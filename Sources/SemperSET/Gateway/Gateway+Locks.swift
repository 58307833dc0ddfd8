import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// A card's hold as lock of an exchange: the gateway is the ledger that both parties and the arbiter believe.
extension Gateway {
  /// What a title that came with a request does to the transaction's lock, judged before the transaction.
  func move(_ extensions: MessageExtensions?, _ xid: XID, at now: Timestamp) async throws -> LockChecks.Move? {
    guard let bytes = extensions?.value(.lockClaim) else { return nil }
    guard let title = try? LockTitle(canonicalBytes: bytes) else {
      throw SETRefusal(.lock, "the title to the lock cannot be read")
    }
    let kept = try await records.read { try $0.value(xid.bytes, in: GatewayTables.approvals) }
    guard let kept, let terms = try ApprovalRecord(derBytes: kept).terms() else {
      throw SETRefusal(.lock, "there is no lock on this transaction")
    }
    return try LockChecks.move(title, on: terms, ledger: ledger, at: now)
  }

  /// Ends a lock: to the merchant what is paid, the rest back to the card.
  func end(
    _ record: inout ApprovalRecord, _ xid: XID, _ way: LockOutcome.Ending, paid: Money, agreement: Digest? = nil,
    _ books: GatewayBooks
  ) throws -> GatewayDecision {
    guard let terms = try record.terms() else { throw ArchiveError(.corrupt, "a lock has no terms") }
    var ending = books
    ending.request = GatewayPosting.ending(of: terms)
    if paid.minorUnits > 0 {
      try ending.capture(paid, of: &record, step: 0)
    } else {
      try ending.release(to: paid, of: &record, step: 0)
    }
    record.ending = LockEnding(
      ending: try VisibleText(way.rawValue), paid: CurrencyAmount(paid), agreement: agreement, time: books.now)
    try books.keep(record, xid)
    let outcome = LockOutcome(
      terms: terms, ending: way, paid: paid, agreement: agreement, ledger: ledger, issued: books.now)
    return GatewayDecision(
      code: 0, amount: CurrencyAmount(paid), isCaptured: false, word: ByteString(outcome.canonicalBytes),
      isOutcome: true)
  }

  /// Gives a lock's money back to the card on the arbiter's word, whoever brings it: a merchant that is gone or silent
  /// cannot keep the cardholder's money. Returns the ledger's word on how the lock ended.
  public func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
    let move = try LockChecks.move(title, on: terms, ledger: ledger, at: now)
    guard move == .back else { throw SETRefusal(.lock, "this gives nothing back to the cardholder") }
    if let ended = try await outcome(of: terms) { return ended }
    // Named after the lock: whoever asks, it is released once.
    let request = GatewayPosting.ending(of: terms)
    guard let bytes = try await records.read({ try $0.value(Self.place(terms), in: GatewayTables.locks) }) else {
      throw SETRefusal(.lock, "there is no lock with these terms")
    }
    let xid = try XID(bytes: bytes)
    let deciding = Deciding(
      name: request, digest: SemperModel.Digest(plain: Self.place(terms)), now: now,
      origin: .release(LockQuestion(terms: terms, title: title)), transactions: [xid])
    _ = try await decide(deciding) { books in
      guard var record = try books.approval(xid), record.ending == nil else { return [] }
      try giveBackAll(of: record, books)
      return [try end(&record, xid, .refunded, paid: .zero(terms.amount.currency), books)]
    }
    guard let ended = try await outcome(of: terms) else { throw ArchiveError(.corrupt, "a lock did not end") }
    return ended
  }

  /// The word that was given when the lock was made, for a cardholder whose merchant keeps it back.
  public func receipt(of terms: LockTerms) async throws -> SignedStatement? {
    let decided = try await records.read { reader -> [UInt8]? in
      guard let xid = try reader.value(Self.place(terms), in: GatewayTables.locks),
        let approval = try reader.value(xid, in: GatewayTables.approvals)
      else { return nil }
      return try reader.value(ApprovalRecord(derBytes: approval).request.bytes, in: GatewayTables.decisions)
    }
    guard let decided else { return nil }
    let decisions = try [GatewayDecision](derBytes: Array(decided.dropFirst(SemperModel.Digest.size)))
    return try decisions.first?.word.map { try sign(LockReceipt(canonicalBytes: $0.bytes)) }
  }

  /// How a lock ended, signed; `nil` while it stands.
  public func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    let found = try await records.read { reader -> [UInt8]? in
      guard let xid = try reader.value(Self.place(terms), in: GatewayTables.locks) else { return nil }
      return try reader.value(xid, in: GatewayTables.approvals)
    }
    guard let found else { throw SETRefusal(.lock, "there is no lock with these terms") }
    guard let end = try ApprovalRecord(derBytes: found).ending else { return nil }
    guard let ending = LockOutcome.Ending(rawValue: end.ending.text) else {
      throw ArchiveError(.corrupt, "a lock's ending cannot be read")
    }
    return try sign(
      LockOutcome(
        terms: terms, ending: ending, paid: end.paid.money, agreement: end.agreement, ledger: ledger, issued: end.time))
  }

  /// All locks for an exchange: the signed receipt of each, and its outcome once it has ended.
  public func locks(
    for exchange: SemperModel.Digest
  ) async throws -> [(receipt: SignedStatement, outcome: SignedStatement?)] {
    let found = try await records.read { reader in
      let places = try reader.list(GatewayTables.locks, prefix: exchange.bytes, after: nil, limit: Self.mostLocks)
      return try places.compactMap { place in
        try reader.value(place.value, in: GatewayTables.approvals).flatMap { try ApprovalRecord(derBytes: $0).terms() }
      }
    }
    var locks: [(receipt: SignedStatement, outcome: SignedStatement?)] = []
    for terms in found {
      guard let receipt = try await receipt(of: terms) else { continue }
      locks.append((receipt, try await outcome(of: terms)))
    }
    return locks
  }

  private static var mostLocks: Int { 100 }

  /// The signed word of a decision, as an answer carries it.
  func signedWord(_ decision: GatewayDecision) throws -> [UInt8]? {
    guard let word = decision.word else { return nil }
    return decision.isOutcome
      ? try sign(LockOutcome(canonicalBytes: word.bytes)).canonicalBytes
      : try sign(LockReceipt(canonicalBytes: word.bytes)).canonicalBytes
  }

  private func sign(_ content: some StatementContent) throws -> SignedStatement {
    try SignedStatement(content, signedBy: [configuration.identity.key])
  }
}

extension ApprovalRecord {
  func terms() throws -> LockTerms? { try lock.map { try LockTerms(canonicalBytes: $0.bytes) } }
}

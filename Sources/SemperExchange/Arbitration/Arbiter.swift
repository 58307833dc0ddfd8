public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments
public import SemperStatements

/// The arbiter: idle when all goes well, signed and logged when not.
///
/// It keeps one record for each exchange it was ever called about. The first valid call decides; a decision, its number in
/// the log and the log entry are one durable transaction, and a final decision never changes. It cannot forge a
/// commitment, and of what is exchanged it sees descriptions, on a complaint one chunk, and small data that it must check.
public struct Arbiter: Sendable {
  static let table = RecordTable("decisions")
  static let log = RecordTable("decision_log")

  public let policy: ArbiterPolicy
  public let terms: ArbiterTerms
  let records: any Records
  let signingKey: SigningKey
  let sealingKey: SealingKey
  let data: any SealedDataStore

  /// - Parameter data: where parties leave ciphertexts that the arbiter must check or keep for the other.
  public init(
    records: any Records, signingKey: SigningKey, sealingKey: SealingKey, epoch: Int,
    policy: ArbiterPolicy, data: any SealedDataStore
  ) {
    self.records = records
    self.signingKey = signingKey
    self.sealingKey = sealingKey
    self.policy = policy
    self.data = data
    terms = ArbiterTerms(
      key: signingKey.publicKey, sealingKey: sealingKey.publicKey, epoch: epoch, policy: policy.digest)
  }

  /// Answers an abort, resolve, complain, accept or query. A repetition gets the same decision.
  ///
  /// Throws a `Refusal` when the call does not verify or is about an exchange that nobody has brought here.
  public func answer(_ signed: SignedStatement, at now: Timestamp) async throws -> ArbiterAnswer {
    let call = try await verified(signed, at: now)
    let record = try await records.transact { try decide(call, at: now, in: $0) }
    guard let role = record.role(of: call.caller) else {
      throw Refusal(.notAParty, blame: .peer, "the caller is not a party to this exchange")
    }
    let opening = ArbiterRules.opening(for: role, in: record)
    let sealed: ByteString? =
      if let opening, let key = call.reply {
        try ArbiterReply.seal(opening, exchange: call.exchange, to: key)
      } else {
        nil
      }
    return ArbiterAnswer(
      decision: record.decision, sealed: sealed,
      commitResponder: role == .originator ? record.commitResponder : nil)
  }

  /// The decision log from a number on, oldest first: one signed decision for each entry.
  public func decisions(from number: Int, limit: Int) async throws -> [SignedStatement] {
    try await records.read { reader in
      try reader.entries(of: Self.log, from: number, limit: limit)
        .map { try LogEntry(canonicalBytes: $0).decision }
    }
  }

  private func decide(
    _ call: ArbiterCall, at now: Timestamp, in transaction: any RecordTransaction
  ) throws -> ArbiterRecord {
    let key = call.exchange.bytes
    guard let stored = try transaction.value(key, in: Self.table) else {
      guard let ruling = ArbiterRules.first(call, at: now), let parties = call.parties else {
        throw Refusal(.notFound, blame: .peer, "nobody has asked this arbiter to decide this exchange")
      }
      var record = ArbiterRecord(
        decision: try write(ruling, on: call.exchange, at: now, in: transaction),
        originator: parties.originator, responder: parties.responder, originatorSecret: nil,
        responderSecret: nil, commitResponder: nil, windows: call.windows)
      record.learn(from: call)
      guard try transaction.insert(record.canonicalBytes, for: key, in: Self.table) else {
        preconditionFailure("a record appeared inside a serial transaction")
      }
      return record
    }
    var record = try ArbiterRecord(canonicalBytes: stored)
    let before = record
    // An outsider must not even learn more than that he is none.
    guard let role = record.role(of: call.caller) else { return record }
    if let ruling = ArbiterRules.next(after: record.current, record.windows, call, by: role, at: now) {
      record.decision = try write(ruling, on: call.exchange, at: now, in: transaction)
    }
    switch record.current.verdict {
    case .pending, .disclosed, .resolved: record.learn(from: call)
    case .aborted, .failed: break
    }
    if record != before {
      guard try transaction.replace(stored, with: record.canonicalBytes, for: key, in: Self.table) else {
        preconditionFailure("a record changed inside a serial transaction")
      }
    }
    return record
  }

  private func write(
    _ ruling: ArbiterRules.Ruling, on exchange: Digest, at now: Timestamp,
    in transaction: any RecordTransaction
  ) throws -> SignedStatement {
    let number = try transaction.count(of: Self.log)
    let previous = try transaction.entries(of: Self.log, from: number - 1, limit: 1).last
      .map { try LogEntry(canonicalBytes: $0).chain }
    let decision = ArbiterDecision(
      exchange: exchange, verdict: ruling.verdict, cause: ruling.cause, commits: ruling.commits,
      closes: ruling.closes, proof: ruling.proof, arbiter: signingKey.thumbprint, number: number,
      previous: previous ?? LogEntry.start, issued: now)
    let signed = try VerifiedStatement(signing: decision, with: [signingKey]).signed
    let entry = LogEntry(decision: signed, after: previous ?? LogEntry.start)
    _ = try transaction.append(entry.canonicalBytes, to: Self.log)
    return signed
  }
}

extension ArbiterRecord {
  /// Keeps openings and M2 as they become known, for the party that asks later.
  fileprivate mutating func learn(from call: ArbiterCall) {
    commitResponder = commitResponder ?? call.commitResponder
    switch call.kind {
    case .resolve(let originator, let responder, _):
      originatorSecret = originatorSecret ?? originator
      responderSecret = responderSecret ?? responder
    case .complain(_, .responder, let secret): originatorSecret = originatorSecret ?? secret
    case .complain(_, .originator, let secret): responderSecret = responderSecret ?? secret
    case .abort, .accept, .query: break
    }
  }
}

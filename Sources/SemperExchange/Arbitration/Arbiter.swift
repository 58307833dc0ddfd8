public import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperEngine
public import SemperModel
import SemperPayments
public import SemperStatements

/// The arbiter: idle when all goes well, signed and logged when not.
///
/// It keeps one record for each exchange it was ever called about. The first valid call decides; a decision, its number in
/// the log and the log entry are one durable transaction, and a final decision never changes. It cannot forge a
/// commitment, and of what is exchanged it sees descriptions, on a complaint one chunk, and small data that it must check.
///
/// There is one logical arbiter: whoever finds that another instance goes on with its store, or that somebody outside has
/// seen more of its log than it has, decides nothing any more (`ArbiterStanding`).
public struct Arbiter: Sendable {
  static let table = RecordTable("decisions")

  let records: any Records
  let keys: (any KeyStore)?
  let signingKey: SigningKey
  let data: any SealedDataStore
  let epochs: ArbiterEpochs
  let limits: ArbiterLimits
  let registered: RegisteredParties
  let memory: (any CheckpointMemory)?
  let life = ArbiterLife()
  let meter = CallMeter()

  /// An arbiter as it serves: call `start` before anything else.
  ///
  /// - Parameters:
  ///   - keys: where the sealing keys of its epochs are, and are destroyed.
  ///   - registered: the parties for which limits are wide.
  ///   - data: where parties leave ciphertexts that the arbiter must check or keep for the other.
  ///   - memory: where its newest checkpoint stands outside its store, before any answer leaves.
  public init(
    records: any Records, keys: any KeyStore, signingKey: SigningKey, limits: ArbiterLimits = ArbiterLimits(),
    registered: RegisteredParties = RegisteredParties(), data: any SealedDataStore,
    memory: (any CheckpointMemory)? = nil
  ) {
    self.records = records
    self.keys = keys
    self.signingKey = signingKey
    self.data = data
    self.limits = limits
    self.registered = registered
    self.memory = memory
    epochs = ArbiterEpochs()
  }

  /// An arbiter with one sealing key for good, which needs no start.
  public init(
    records: any Records, signingKey: SigningKey, sealingKey: SealingKey, epoch: Int,
    policy: ArbiterPolicy, limits: ArbiterLimits = ArbiterLimits(), data: any SealedDataStore
  ) {
    self.records = records
    keys = nil
    self.signingKey = signingKey
    self.limits = limits
    registered = RegisteredParties()
    self.data = data
    memory = nil
    epochs = ArbiterEpochs(
      EpochEntry(number: epoch, key: sealingKey.publicKey, policy: policy, opened: Timestamp(seconds: 0)), sealingKey)
  }

  /// The policy of exchanges that begin now.
  public var policy: ArbiterPolicy { offered.policy }
  /// What exchanges that begin now pin.
  public var terms: ArbiterTerms { terms(of: offered) }
  /// Whether it decides.
  public var standing: ArbiterStanding { life.standing }

  private var offered: EpochEntry {
    guard let offered = epochs.offered else { preconditionFailure("an arbiter is started before it is asked") }
    return offered
  }

  /// Answers an abort, resolve, complain, accept or query. A repetition gets the same decision.
  ///
  /// Throws a `Refusal` when the call does not verify, passes a limit or is about an exchange that nobody has brought
  /// here; with `decisionLost` when the arbiter may have forgotten a decision on it.
  public func answer(_ signed: SignedStatement, at clock: Timestamp) async throws -> ArbiterAnswer {
    let now = life.time(clock)
    let call = try await verified(signed, at: now)
    try await lookOutside()
    let record = standing.decides ? try await decide(call, at: now) : try await recall(call)
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

  /// The log from a number on, oldest first: signed decisions, and notices on starts and epochs.
  public func decisions(from number: Int, limit: Int) async throws -> [SignedStatement] {
    try await records.read { reader in
      try ArbiterLog.statements(from: number, limit: max(0, min(limit, shown(reader) - number)), reader)
    }
  }

  private func decide(_ call: ArbiterCall, at now: Timestamp) async throws -> ArbiterRecord {
    let record = try await transact { try decide(call, at: now, in: $0) }
    life.bell.ring()
    // What leaves must also stand outside, or an old copy of the store could decide it again.
    try await noteOutside(at: now)
    return standing.decides ? record : try await recall(call)
  }

  /// Repeats what others may know, moves nothing, decides nothing.
  private func recall(_ call: ArbiterCall) async throws -> ArbiterRecord {
    let known = try await records.read { reader -> ArbiterRecord? in
      guard let stored = try reader.value(call.exchange.bytes, in: Self.table) else { return nil }
      let record = try ArbiterRecord(canonicalBytes: stored)
      return try record.current.number < shown(reader) ? record : nil
    }
    if let known { return known }
    switch standing {
    case .deciding, .awaitingWitness, .superseded:
      throw Refusal(.unavailable, blame: .provider, "this arbiter does not decide at the moment; ask again later")
    case .queryOnly:
      throw Refusal(
        .decisionLost, blame: .provider,
        "lost: settle jointly. This arbiter runs on an old copy of its log, or beside another instance, and either may "
          + "have decided on this exchange")
    }
  }

  private func decide(
    _ call: ArbiterCall, at now: Timestamp, in transaction: any RecordTransaction
  ) throws -> ArbiterRecord {
    let now = max(now, try ArbiterClock.latest(transaction) ?? now)
    let key = call.exchange.bytes
    guard let stored = try transaction.value(key, in: Self.table) else {
      return try decideFirst(call, at: now, in: transaction)
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
    if record != before { try replace(before, by: record, in: transaction) }
    return record
  }

  private func decideFirst(
    _ call: ArbiterCall, at now: Timestamp, in transaction: any RecordTransaction
  ) throws -> ArbiterRecord {
    guard let ruling = ArbiterRules.first(call, at: now), let parties = call.parties else {
      throw Refusal(.notFound, blame: .peer, "nobody has asked this arbiter to decide this exchange")
    }
    // With both commitments the call shows that both parties have signed for the exchange.
    let stranger = !registered.contains(
      anyOf: call.commits.isEmpty ? [call.caller] : [parties.originator, parties.responder])
    var tally = try ArbiterTally.current(transaction) ?? ArbiterTally()
    try tally.admit(ruling.verdict, stranger: stranger, limits: limits, at: now)
    tally.count(ruling.verdict, stranger: stranger, by: 1)
    try tally.save(in: transaction)
    var record = ArbiterRecord(
      decision: try write(ruling, on: call.exchange, at: now, in: transaction),
      originator: parties.originator, responder: parties.responder, originatorSecret: nil,
      responderSecret: nil, commitResponder: nil, windows: call.windows, stranger: stranger)
    record.learn(from: call)
    guard try transaction.insert(record.canonicalBytes, for: call.exchange.bytes, in: Self.table) else {
      preconditionFailure("a record appeared inside a serial transaction")
    }
    try ArbiterWindows.move(call.exchange, from: nil, to: record.current.closes, in: transaction)
    return record
  }

  /// Puts a record in the place of what it was, and with it everything that is derived from it.
  func replace(
    _ before: ArbiterRecord, by record: ArbiterRecord, in transaction: any RecordTransaction
  ) throws {
    let (old, new) = (before.current, record.current)
    guard
      try transaction.replace(
        before.canonicalBytes, with: record.canonicalBytes, for: new.exchange.bytes, in: Self.table)
    else { preconditionFailure("a record changed inside a serial transaction") }
    try ArbiterWindows.move(new.exchange, from: old.closes, to: new.closes, in: transaction)
    if old.verdict != new.verdict {
      var tally = try ArbiterTally.current(transaction) ?? ArbiterTally()
      tally.count(old.verdict, stranger: record.stranger, by: -1)
      tally.count(new.verdict, stranger: record.stranger, by: 1)
      try tally.save(in: transaction)
    }
  }

  func write(
    _ ruling: ArbiterRules.Ruling, on exchange: Digest, at now: Timestamp,
    in transaction: any RecordTransaction
  ) throws -> SignedStatement {
    try ArbiterClock.advance(to: now, in: transaction)
    return try ArbiterLog.append(to: transaction) { number, previous in
      let decision = ArbiterDecision(
        exchange: exchange, verdict: ruling.verdict, cause: ruling.cause, commits: ruling.commits,
        closes: ruling.closes, proof: ruling.proof, arbiter: signingKey.thumbprint, number: number,
        previous: previous, issued: now)
      return try SignedStatement(decision, signedBy: [signingKey])
    }
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

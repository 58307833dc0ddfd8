import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
public import SemperModel
import SemperPayments

// One logical arbiter: how a start, a second instance and an old copy of the store are told apart.
extension Arbiter {
  /// Compares the store with what stands outside, and begins to decide if they agree.
  ///
  /// A start is a new generation, noted in the log; a store of which somebody outside has seen more, or something else,
  /// is left as it is, and the arbiter repeats old decisions only.
  ///
  /// - Parameters:
  ///   - policy: what exchanges that begin from now on pin.
  ///   - awaitsWitness: whether to decide nothing until a witness has shown what it saw last.
  public func start(
    policy: ArbiterPolicy, at clock: Timestamp, awaitsWitness: Bool = false
  ) async throws {
    if try await records.read({ try ArbiterLog.lacksTree($0.count(of: ArbiterLog.entries), $0) }) {
      try await records.transact { try ArbiterLog.catchUp(with: $0.count(of: ArbiterLog.entries), in: $0) }
    }
    let stored = try await records.read { reader in
      (
        latest: try ArbiterClock.latest(reader), head: try ArbiterLog.head(reader),
        outside: try NotedOutside.size(reader)
      )
    }
    let now = life.time(max(clock, stored.latest ?? clock))
    try await loadEpochs()
    if let memory {
      if let newest = try await memory.newest() {
        try await compare(newest, atLeast: stored.outside.map { $0 == .max ? 0 : $0 } ?? 0)
      } else if stored.outside != nil {
        life.stop(.queryOnly(witnessed: nil))
      }
    }
    if standing == .deciding, awaitsWitness, stored.head != nil { life.awaitWitness() }
    if standing == .deciding { try await begin(policy: policy, at: now) }
    guard epochs.offered != nil else {
      throw ArchiveError(
        .corrupt, "the arbiter's home is empty, but a checkpoint of its log stands outside; put back its newest copy")
    }
  }

  /// Takes note of what a witness has cosigned. A checkpoint of our own signing that our log does not extend shows that
  /// we run on an old copy, or that another instance runs: from then on nothing is decided.
  ///
  /// Refuses (`untrusted`) a witness whose key is not among `witnesses`, and (`expired`), while the arbiter waits for one, a
  /// cosignature that was not made for this start: anybody could bring an old one.
  public func take(
    _ witnessed: WitnessedCheckpoint, from witnesses: Set<Thumbprint>, policy: ArbiterPolicy, at clock: Timestamp
  ) async throws {
    let (checkpoint, cosignature) = try witnessed.verified(log: signingKey.publicKey)
    guard witnesses.contains(cosignature.witness.thumbprint) else {
      throw Refusal(
        .untrusted, blame: .peer, "this arbiter knows no witness with the key \(cosignature.witness.thumbprint)")
    }
    guard try await contains(checkpoint.head) else {
      life.stop(.queryOnly(witnessed: checkpoint.head.size))
      return
    }
    switch standing {
    case .awaitingWitness:
      guard cosignature.start == life.challenge else {
        throw Refusal(
          .expired, blame: .peer,
          "the cosignature was made before this start; have the checkpoint cosigned anew")
      }
      try await begin(policy: policy, at: life.time(clock))
    case .deciding: break
    case .queryOnly, .superseded: return
    }
    let bytes = witnessed.canonicalBytes
    try await transact { transaction in
      let place = cosignature.witness.thumbprint.bytes
      let known = try transaction.value(place, in: Self.cosignatures).map {
        try WitnessedCheckpoint(canonicalBytes: $0)
      }
      let size = known?.cosignature.journalled(as: Cosignature.self).head.size ?? 0
      if checkpoint.head.size >= size { try transaction.set(bytes, for: place, in: Self.cosignatures) }
    }
  }

  static let cosignatures = RecordTable("arbiter_cosignatures")

  /// A transaction of this instance; when another has started on the store, it changes nothing and this one decides no
  /// more.
  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    let generation = life.generation
    do {
      return try await records.transact { transaction in
        try ArbiterGeneration.check(generation, in: transaction)
        return try body(transaction)
      }
    } catch is ArbiterGeneration.Superseded {
      life.stop(.superseded)
      throw Refusal(
        .unavailable, blame: .provider, "another instance of this arbiter has taken over; ask again in a moment")
    }
  }

  private func begin(policy: ArbiterPolicy, at now: Timestamp) async throws {
    let generation = try await records.transact { transaction in
      let generation = try ArbiterGeneration.begin(in: transaction)
      try Self.derive(in: transaction)
      _ = try ArbiterLog.append(to: transaction) { number, previous in
        try SignedStatement(
          LogNotice(
            arbiter: signingKey.thumbprint,
            event: .started(generation: generation.number, instance: generation.instance), number: number,
            previous: previous, issued: now), signedBy: [signingKey])
      }
      try ArbiterClock.advance(to: now, in: transaction)
      return generation
    }
    life.begin(generation)
    try await noteOutside(at: now)
    try await turnEpochs(to: policy, at: now)
    try await noteOutside(at: now)
    life.bell.ring()
  }

  /// Windows and tally of records that were written before there were any.
  private static func derive(in transaction: any RecordTransaction) throws {
    guard try ArbiterTally.current(transaction) == nil else { return }
    var tally = ArbiterTally()
    var last: [UInt8]?
    while true {
      let page = try transaction.list(table, prefix: [], after: last, limit: 256)
      guard !page.isEmpty else { break }
      for (_, bytes) in page {
        let record = try ArbiterRecord(canonicalBytes: bytes)
        tally.count(record.current.verdict, stranger: record.stranger, by: 1)
        try ArbiterWindows.move(record.current.exchange, from: nil, to: record.current.closes, in: transaction)
      }
      last = page.last?.key
    }
    try tally.save(in: transaction)
  }
}

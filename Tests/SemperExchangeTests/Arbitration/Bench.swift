import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperTesting

/// An arbiter as it serves, on an in-memory archive that outlives it.
struct Bench {
  static let policy = ArbiterPolicy(
    shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 864_000),
    epochLength: Span(seconds: 100_000), retention: Span(seconds: 200_000))

  let key: SigningKey
  let archive: InMemoryArchive
  let arbiter: Arbiter

  init(
    on archive: InMemoryArchive = InMemoryArchive(), key: SigningKey = SigningKey(),
    limits: ArbiterLimits = ArbiterLimits(), registered: RegisteredParties = RegisteredParties(),
    memory: (any CheckpointMemory)? = nil
  ) {
    self.key = key
    self.archive = archive
    arbiter = Arbiter(
      records: archive.records, keys: archive.keys, signingKey: key, limits: limits, registered: registered,
      data: TestDataStore(), memory: memory)
  }

  /// A started one.
  static func started(
    on archive: InMemoryArchive = InMemoryArchive(), key: SigningKey = SigningKey(),
    limits: ArbiterLimits = ArbiterLimits(), registered: RegisteredParties = RegisteredParties(),
    memory: (any CheckpointMemory)? = nil, at seconds: Int64 = 0, policy: ArbiterPolicy = Bench.policy
  ) async throws -> Bench {
    let bench = Bench(on: archive, key: key, limits: limits, registered: registered, memory: memory)
    try await bench.arbiter.start(policy: policy, at: Self.time(seconds))
    return bench
  }

  static func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: Trade.start.seconds + seconds) }

  /// A trade under the epoch that is offered now.
  func trade(
    data: Bool = true, by originator: SigningKey = SigningKey(), closes: Int64 = 90_000, at seconds: Int64 = 0
  ) throws -> Trade {
    try Trade(
      data: data, by: originator, closes: Span(seconds: closes), with: arbiter, begins: Self.time(seconds))
  }

  /// All statements of the log, verified against the arbiter's key.
  func log() async throws -> [SignedStatement] {
    let all = try await arbiter.decisions(from: 0, limit: 10_000)
    for statement in all { try statement.verifySignatures(keys: KeySet([key.publicKey])) }
    return all
  }

  func notices() async throws -> [LogNotice.Event] {
    try await log().filter { $0.kind == .logNotice }.map {
      try VerifiedStatement<LogNotice>(verifying: $0, keys: KeySet([key.publicKey])).content.event
    }
  }

  func head() async throws -> LogHead {
    try VerifiedStatement<Checkpoint>(
      verifying: await arbiter.checkpoint(at: Self.time(0)), keys: KeySet([key.publicKey])
    ).content.head
  }
}

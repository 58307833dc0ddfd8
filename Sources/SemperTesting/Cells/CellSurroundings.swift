public import SemperArchive
import SemperCryptography
public import SemperEngine
public import SemperExchange
import SemperModel

/// What a run shares with other runs: the arbiter, and where each role keeps its journal.
///
/// Without any, a run has an arbiter of its own in memory, and nothing of it is kept.
public struct CellSurroundings: Sendable {
  package let arbiter: Arbiter
  let store = TestDataStore()
  let journals: [ExchangeRole: any Journal]

  /// - Parameters:
  ///   - records: where the arbiter keeps its decisions. Ciphertexts that are left for it stay in memory.
  ///   - journals: where events are kept, durably or not, before a machine handles them.
  public init(
    arbiterOn records: any Records, limits: ArbiterLimits = ArbiterLimits(),
    journals: [ExchangeRole: any Journal] = [:]
  ) {
    arbiter = Arbiter(
      records: records, signingKey: SigningKey(), sealingKey: SealingKey(), epoch: 1, policy: CellRun.policy,
      limits: limits, data: store)
    self.journals = journals
  }

  init() { self.init(arbiterOn: InMemoryArchive().records) }
}

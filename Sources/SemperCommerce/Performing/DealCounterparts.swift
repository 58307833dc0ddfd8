public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperPayments
public import SemperStatements

/// Brings statements to the peer and fetches its answers. The buyer's is an HTTP client; a seller has an outbox instead.
public protocol PeerLink: Sendable {
  /// Returns when the peer has the statement durably; throws a `Refusal` when the peer refuses it.
  func send(_ statement: SignedStatement, of deal: ID<Deal>) async throws
  /// The peer's statements after so many; waits for one to come.
  func statements(of deal: ID<Deal>, after count: Int) async throws -> [SignedStatement]
}

/// Where an arbiter can be called.
public protocol ArbiterLink: Sendable {
  /// Throws a `Refusal` when the arbiter refuses the call; anything else thrown means that no answer came.
  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer
}

/// The seller's store of what it sells.
public protocol GoodsSource: Sendable {
  /// The content as encrypted for one exchange, by the root over its ciphertext.
  func locked(
    _ content: ContentDescription, exchange: Digest, opening: ItemOpening
  ) async throws -> LockedData
}

/// The buyer's side of delivered data.
public protocol GoodsSink: Sendable {
  /// Fetches the ciphertext and the leaf list completely and checks both against the commitments. Throws a `Refusal`
  /// when they do not fit; anything else thrown is tried again.
  func fetch(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: Digest
  ) async throws
  /// Opens what was fetched, checks every chunk and puts the files in place; the proof when a chunk is bad.
  func open(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: Digest,
    opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour?
  /// Whether all files are in place and are what was described.
  func isComplete(_ content: ContentDescription, deal: ID<Deal>) async throws -> Bool
}

/// Who decides after each phase: a policy, or a person in the trusted user interface.
public protocol DealJudgement: Sendable {
  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision
  /// Takes one of the options; `goodsComplete` says whether everything delivered is as described.
  func choose(_ options: [String], goodsComplete: Bool, in record: DealRecord) async throws -> String
}

/// The means of payment of one side.
public enum DealMoney: Sendable {
  case purse(any LockingPurse)
  case till(any LockingTill)
}

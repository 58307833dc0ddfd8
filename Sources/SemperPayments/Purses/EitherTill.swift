import SemperCommunication
public import SemperCryptography
public import SemperModel

/// Two tills for one payee at one ledger, whose receipts are alike, such as of coins and of accounts at a bank that has both: what
/// is locked is claimed where it is.
///
/// Without it a payer could lock by the one what the payee, who has checked the receipt, claims by the other.
public struct EitherTill: LockingTill {
  private let first: any LockingTill
  private let second: any LockingTill

  public init(_ first: any LockingTill, otherwise second: any LockingTill) {
    precondition(first.ledger == second.ledger && first.payee == second.payee)
    self.first = first
    self.second = second
  }

  public var ledger: Thumbprint { first.ledger }
  public var payee: Thumbprint { first.payee }

  public func movements(of terms: LockTerms) async throws -> [MovementName] {
    try await first.movements(of: terms) + second.movements(of: terms)
  }

  public func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    try await either { try await $0.claim(terms, with: claim) }
  }

  public func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await either { try await $0.settle(division) }
  }

  public func pledge(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock
  ) async throws -> VerifiedStatement<LockPledge> {
    try await first.pledge(terms, paid: paid, agreement: agreement, until: until, decider: decider)
  }

  public func settle(
    _ title: SignedStatement, with word: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    try await either { try await $0.settle(title, with: word) }
  }

  public func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    try await either { try await $0.release(pledge, by: word) }
  }

  public func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    try await either { try await $0.lapse(of: terms, until: until) }
  }

  /// The second till is asked whatever has kept the first, since a ledger that does not know a lock says so in its own way. Where
  /// both fail the first one's error stands, unless it is final and the second's is not: only both together say no for good.
  private func either<Result>(_ body: (any LockingTill) async throws -> Result) async throws -> Result {
    do {
      return try await body(first)
    } catch let kept {
      try Task.checkCancellation()
      do {
        return try await body(second)
      } catch {
        throw Self.isFinal(kept) && !Self.isFinal(error) ? error : kept
      }
    }
  }

  private static func isFinal(_ error: any Error) -> Bool { (error as? Refusal)?.code.isPassing == false }
}

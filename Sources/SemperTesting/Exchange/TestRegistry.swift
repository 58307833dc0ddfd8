public import SemperCredentials
public import SemperCryptography
public import SemperEngine
public import SemperModel
import SemperPayments
import Synchronization

/// A registry that keeps the status of credentials as a real one does: it signs every answer, obeys the failure decisions of
/// the arbiter that an entry names, gives a repetition the same statement, and does nothing by time alone.
public final class TestRegistry: CredentialRegistry {
  private struct Entry {
    let receipt: VerifiedStatement<StatusReceipt>
    var outcome: VerifiedStatement<StatusOutcome>?
  }

  private let key: SigningKey
  private let arbiter: PublicKey
  private let time: any TimeSource
  private let entries = Mutex<[StatusTerms: Entry]>([:])

  public init(key: SigningKey, arbiter: PublicKey, time: any TimeSource) {
    self.key = key
    self.arbiter = arbiter
    self.time = time
  }

  public var registry: Thumbprint { key.thumbprint }

  public func enter(_ terms: StatusTerms) async throws -> VerifiedStatement<StatusReceipt> {
    let receipt = try VerifiedStatement(
      signing: StatusReceipt(terms: terms, registry: registry, issued: await time.now()), with: [key])
    return entries.withLock { entries in
      if let known = entries[terms] { return known.receipt }
      entries[terms] = Entry(receipt: receipt)
      return receipt
    }
  }

  public func invalidate(
    _ terms: StatusTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<StatusOutcome> {
    let content = try VerifiedStatement<ArbiterDecision>(verifying: decision, keys: KeySet([arbiter])).content
    guard content.arbiter == terms.arbiter, content.exchange == terms.exchange,
      content.verdict == .failed
    else {
      throw Refusal(.lockInvalid, blame: .us, "the decision does not turn this credential invalid")
    }
    let outcome = try VerifiedStatement(
      signing: StatusOutcome(terms: terms, registry: registry, issued: await time.now()), with: [key])
    return try entries.withLock { entries in
      guard let known = entries[terms] else {
        throw Refusal(.notFound, blame: .us, "the registry keeps no such credential")
      }
      if let earlier = known.outcome { return earlier }
      entries[terms]?.outcome = outcome
      return outcome
    }
  }

  public func isInvalid(_ terms: StatusTerms) async throws -> Bool? {
    entries.withLock { entries in entries[terms].map { $0.outcome != nil } }
  }
}

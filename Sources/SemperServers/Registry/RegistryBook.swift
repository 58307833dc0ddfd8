import SemperArchive
import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperStatements

/// An issuer that keeps the registry of its credentials: it issues what it has granted, keeps each credential's status, and
/// obeys the failure decisions of the arbiter that an entry names. Every answer is durable before it is given, and a
/// repetition gets the same.
struct RegistryBook: Sendable {
  private static let grants = RecordTable("registry_grants")
  private static let entries = RecordTable("registry_entries")

  let records: any Records
  let key: SigningKey
  let time: any TimeSource

  /// Grants a document: who holds the token may have it issued.
  func grant(_ document: HumanText, token: Nonce) async throws {
    let digest = document.documentDigest
    try await records.transact { try $0.set(digest.bytes, for: token.bytes, in: Self.grants) }
  }

  func issue(_ request: IssueRequest) async throws -> SignedStatement {
    let granted = try await records.read { try $0.value(request.token.bytes, in: Self.grants) }
    guard granted == request.document.bytes else {
      throw Refusal(.untrusted, blame: .peer, "this issuer has granted no such document to this token")
    }
    return try SignedStatement(
      ConditionalStatement(
        exchange: request.exchange, path: request.path, document: request.document, opening: request.opening,
        signer: key.thumbprint), signedBy: [key])
  }

  /// Enters a credential of this issuer's own.
  func enter(_ terms: StatusTerms) async throws -> RegistryEntry {
    guard terms.issuer == key.thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "this registry keeps the credentials of its own issuer only")
    }
    let receipt = try SignedStatement(
      StatusReceipt(terms: terms, registry: key.thumbprint, issued: await time.now()), signedBy: [key])
    let place = terms.documentDigest.bytes
    let entry = RegistryEntry(receipt: receipt).canonicalBytes
    let kept = try await records.transact { transaction in
      if let known = try transaction.value(place, in: Self.entries) { return known }
      _ = try transaction.insert(entry, for: place, in: Self.entries)
      return entry
    }
    return try RegistryEntry(canonicalBytes: kept)
  }

  /// Turns a credential invalid for ever. An abort does not: its owner could open, abort and keep both.
  func invalidate(_ request: InvalidationRequest) async throws -> RegistryEntry {
    let decision = try VerifiedStatement<ArbiterDecision>(
      verifying: request.decision, keys: KeySet([request.arbiter])
    ).content
    let terms = request.terms
    guard request.arbiter.thumbprint == terms.arbiter, decision.arbiter == terms.arbiter,
      decision.exchange == terms.exchange, decision.verdict == .failed
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the decision does not turn this credential invalid")
    }
    let outcome = try SignedStatement(
      StatusOutcome(terms: terms, registry: key.thumbprint, issued: await time.now()), signedBy: [key])
    let place = terms.documentDigest.bytes
    return try await records.transact { transaction in
      guard let known = try transaction.value(place, in: Self.entries) else {
        throw Refusal(.notFound, blame: .peer, "the registry keeps no such credential")
      }
      let entry = try RegistryEntry(canonicalBytes: known)
      guard entry.outcome == nil else { return entry }
      let changed = RegistryEntry(receipt: entry.receipt, outcome: outcome)
      _ = try transaction.replace(known, with: changed.canonicalBytes, for: place, in: Self.entries)
      return changed
    }
  }

  /// How a credential stands; refused where it was never entered.
  func entry(_ terms: Digest) async throws -> RegistryEntry {
    guard let bytes = try await records.read({ try $0.value(terms.bytes, in: Self.entries) }) else {
      throw Refusal(.notFound, blame: .peer, "the registry keeps no such credential")
    }
    return try RegistryEntry(canonicalBytes: bytes)
  }
}

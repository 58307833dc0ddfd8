import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCredentials
import SemperCryptography
import SemperModel
import SemperStatements

/// The way to the registry that keeps the status of a granted credential.
struct RegistryClient: CredentialRegistry {
  let transport: any Transport
  let grant: CredentialGrant
  let arbiter: PublicKey

  var registry: Thumbprint { grant.issuer.thumbprint }
  private var line: Correspondent { grant.line(over: transport) }

  func enter(_ terms: StatusTerms) async throws -> VerifiedStatement<StatusReceipt> {
    let entry: RegistryEntry = try await line.post(terms, to: "/entries")
    return try verified(entry.receipt, of: terms) { $0.terms }
  }

  func invalidate(
    _ terms: StatusTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<StatusOutcome> {
    let request = InvalidationRequest(terms: terms, decision: decision, arbiter: arbiter)
    let entry: RegistryEntry = try await line.post(request, to: "/invalidations")
    guard let outcome = entry.outcome else {
      throw TransportError(.malformed, "the registry does not say that the credential is invalid")
    }
    return try verified(outcome, of: terms) { $0.terms }
  }

  func isInvalid(_ terms: StatusTerms) async throws -> Bool? {
    do {
      let entry: RegistryEntry = try await line.get("/entries/\(Base64URL.encode(terms.documentDigest.bytes))")
      return entry.outcome != nil
    } catch let refusal as Refusal where refusal.code == .notFound {
      return nil
    }
  }

  /// What does not verify is no answer.
  private func verified<Content: StatementContent>(
    _ signed: SignedStatement, of terms: StatusTerms, _ named: (Content) -> StatusTerms
  ) throws -> VerifiedStatement<Content> {
    do throws(Refusal) {
      let statement = try VerifiedStatement<Content>(verifying: signed, keys: KeySet([grant.issuer]))
      if named(statement.content) == terms { return statement }
    } catch {
      throw TransportError(.malformed, "the registry's answer does not verify: \(error)")
    }
    throw TransportError(.malformed, "the registry answers about another credential")
  }
}

import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// Two parties who sign the same contract in an exchange, up to both commitments: whatever an arbiter can be asked about it.
struct ContractPair {
  private let originator: SigningKey
  private let record: ExchangeRecord
  private let secret: OpeningSecret
  private let reply = SealingKey()

  /// - Parameter keys: the two parties', the same for many exchanges.
  init(arbiter: ArbiterTerms, keys: (originator: SigningKey, responder: SigningKey), begins: Timestamp) throws {
    var generator = SystemRandomNumberGenerator()
    let secrets = [
      ExchangeRole.originator: OpeningSecret(using: &generator), .responder: OpeningSecret(using: &generator),
    ]
    let document = "a contract".documentDigest
    func item(_ path: String) -> DescribedItem {
      DescribedItem(path: path, salt: Nonce(using: &generator), description: .statement(document: document))
    }
    func party(_ role: ExchangeRole, _ key: SigningKey) -> PartyTerms {
      PartyTerms(
        role: role, key: key.publicKey, nonce: Nonce(using: &generator),
        secret: secrets[role] ?? OpeningSecret(using: &generator))
    }
    let proposal = try ExchangeProposal(proposer: [item("o/contract")], invited: [item("r/contract")])
    let terms = try proposal.terms(
      originator: party(.originator, keys.originator), responder: party(.responder, keys.responder), arbiter: arbiter,
      closes: begins.advanced(by: Span(seconds: 86_400)), window: Span(seconds: 3_600), keys: [],
      context: Nonce(using: &generator).documentDigest)
    func commitment(_ role: ExchangeRole, _ key: SigningKey) throws -> Commitment {
      guard let secret = secrets[role] else { throw BenchmarkError("both roles have a secret") }
      let items = try proposal.items(of: role).map { item in
        let statement = try ConditionalStatement(
          exchange: terms.id, path: item.path, document: document, opening: secret.opening(for: item.path).digest,
          signer: key.thumbprint)
        return LockedItem(path: item.path, form: .statement(try SignedStatement(statement, signedBy: [key])))
      }
      return Commitment(escrow: try Escrow.seal(secret, role: role, terms: terms), locked: items)
    }
    let first = try SignedStatement(
      CommitOriginator(
        exchange: terms.id, party: keys.originator.thumbprint,
        commitment: commitment(.originator, keys.originator)),
      signedBy: [keys.originator])
    let second = try SignedStatement(
      CommitResponder(
        exchange: terms.id, party: keys.responder.thumbprint, answers: first.digest,
        commitment: commitment(.responder, keys.responder)),
      signedBy: [keys.responder])
    originator = keys.originator
    record = ExchangeRecord(terms: terms, items: proposal.items, commitOriginator: first, commitResponder: second)
    secret = secrets[.originator] ?? OpeningSecret(using: &generator)
  }

  func abort() throws -> SignedStatement { try SignedStatement(AbortRequest(record.terms), signedBy: [originator]) }

  func resolve() throws -> SignedStatement {
    try SignedStatement(
      ResolveRequest(record: record, role: .originator, secret: secret, reply: reply.publicKey), signedBy: [originator])
  }

  func query() throws -> SignedStatement {
    try SignedStatement(
      QueryRequest(exchange: record.terms.id, party: originator.publicKey, reply: reply.publicKey),
      signedBy: [originator])
  }
}

import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// Verifies what arrives in one exchange before it may become an event. What does not pass is answered and counted, never
/// journalled, so an outsider cannot move an exchange or fill a journal.
public struct ExchangeVerifier: Sendable {
  public let terms: ExchangeTerms
  public let items: [DescribedItem]

  /// Refuses descriptions that are not those of the terms, and terms that cannot be as fair as they say.
  public init(terms: ExchangeTerms, items: [DescribedItem]) throws(Refusal) {
    try CommitmentCheck.check(items, describe: terms)
    try FairnessCheck.check(terms.body, items: items)
    self.terms = terms
    self.items = items
  }

  /// M1.
  public func commitOriginator(
    _ signed: SignedStatement
  ) throws(Refusal) -> VerifiedStatement<CommitOriginator> {
    let statement = try VerifiedStatement<CommitOriginator>(verifying: signed, keys: terms.keys)
    try require(statement.content.party, .originator, statement.content.exchange)
    try CommitmentCheck.check(statement.content.commitment, of: .originator, in: terms, items: items)
    return statement
  }

  /// M2 in answer to the M1 with this digest.
  public func commitResponder(
    _ signed: SignedStatement, answering first: Digest
  ) throws(Refusal) -> VerifiedStatement<CommitResponder> {
    let statement = try VerifiedStatement<CommitResponder>(verifying: signed, keys: terms.keys)
    try require(statement.content.party, .responder, statement.content.exchange)
    guard statement.content.answers == first else {
      throw Refusal(.outsideTerms, blame: .peer, "the commitment answers another first message")
    }
    try CommitmentCheck.check(statement.content.commitment, of: .responder, in: terms, items: items)
    return statement
  }

  /// M3 opening these two commitments.
  public func openOriginator(
    _ signed: SignedStatement, commits: [Digest]
  ) throws(Refusal) -> VerifiedStatement<OpenOriginator> {
    let statement = try VerifiedStatement<OpenOriginator>(verifying: signed, keys: terms.keys)
    try require(statement.content.party, .originator, statement.content.exchange)
    try require(statement.content.secret, of: .originator, statement.content.commits, commits)
    return statement
  }

  /// M4 opening these two commitments.
  public func openResponder(
    _ signed: SignedStatement, commits: [Digest]
  ) throws(Refusal) -> VerifiedStatement<OpenResponder> {
    let statement = try VerifiedStatement<OpenResponder>(verifying: signed, keys: terms.keys)
    try require(statement.content.party, .responder, statement.content.exchange)
    try require(statement.content.secret, of: .responder, statement.content.commits, commits)
    return statement
  }

  /// The peer's word that it is content with our data, for a bond.
  public func acceptance(
    _ signed: SignedStatement, by role: ExchangeRole
  ) throws(Refusal) -> VerifiedStatement<AcceptRequest> {
    let statement = try VerifiedStatement<AcceptRequest>(verifying: signed, keys: terms.keys)
    try require(statement.content.party.thumbprint, role, statement.content.exchange)
    return statement
  }

  /// The arbiter's decision; for one that names commitments, they must be ours.
  public func decision(
    _ signed: SignedStatement, commits: [Digest]?
  ) throws(Refusal) -> VerifiedStatement<ArbiterDecision> {
    let statement = try VerifiedStatement<ArbiterDecision>(verifying: signed, keys: terms.keys)
    let decision = statement.content
    guard decision.arbiter == terms.header.arbiter.key.thumbprint, decision.exchange == terms.id else {
      throw Refusal(.wrongSigner, blame: .provider, "this decision is not our arbiter's on this exchange")
    }
    if let commits, !decision.commits.isEmpty, decision.commits != commits {
      throw Refusal(.badSignature, blame: .provider, "this decision is about other commitments than ours")
    }
    return statement
  }

  /// The peer's opening that came with an answer, if it opens the peer's commitment; otherwise it counts as not received.
  public func peerSecret(
    _ answer: ArbiterAnswer, as role: ExchangeRole, with key: SealingKey
  ) -> OpeningSecret? {
    guard let sealed = answer.sealed,
      let secret = ArbiterReply.open(sealed, exchange: terms.id, with: key),
      terms.header.party(role.peer).isOpened(by: secret, as: role.peer)
    else { return nil }
    return secret
  }

  private func require(
    _ party: Thumbprint, _ role: ExchangeRole, _ exchange: Digest
  ) throws(Refusal) {
    guard party == terms.thumbprint(of: role) else {
      throw Refusal(.wrongSigner, blame: .peer, "the message is not by the \(role.rawValue) of this exchange")
    }
    guard exchange == terms.id else {
      throw Refusal(.outsideTerms, blame: .peer, "the message belongs to another exchange")
    }
  }

  private func require(
    _ secret: OpeningSecret, of role: ExchangeRole, _ named: [Digest], _ commits: [Digest]
  ) throws(Refusal) {
    guard named == commits else {
      throw Refusal(.outsideTerms, blame: .peer, "the opening names other commitments than ours")
    }
    guard terms.header.party(role).isOpened(by: secret, as: role) else {
      throw Refusal(.lockInvalid, blame: .peer, "the secret does not open the \(role.rawValue)'s commitment")
    }
  }
}

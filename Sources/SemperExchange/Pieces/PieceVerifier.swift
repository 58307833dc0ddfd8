import SemperCoding
public import SemperCryptography
public import SemperModel

/// Verifies what arrives in an exchange piece for piece before it may become an event. What does not pass is answered and
/// never journalled.
public struct PieceVerifier: Sendable {
  public let terms: ExchangeTerms
  public let items: [DescribedItem]

  /// Refuses descriptions that are not those of the terms, and terms that `PieceRules` refuses.
  public init(terms: ExchangeTerms, items: [DescribedItem]) throws(Refusal) {
    try CommitmentCheck.check(items, describe: terms)
    try PieceRules.check(terms.body)
    self.terms = terms
    self.items = items
  }

  /// How many pieces each side gives.
  public var count: Int { terms.body.originatorItems.count }

  /// What a side seals. The originator's answers nothing; the responder's answers the originator's, by its digest.
  public func commitment(
    _ signed: SignedStatement, of role: ExchangeRole, answering first: Digest?
  ) throws(Refusal) -> VerifiedStatement<CommitPieces> {
    let statement = try VerifiedStatement<CommitPieces>(verifying: signed, keys: terms.keys)
    try require(statement.content.party, role, statement.content.exchange)
    guard statement.content.answers == first else {
      throw Refusal(.outsideTerms, blame: .peer, "the commitment answers another first message")
    }
    try CommitmentCheck.check(statement.content.locked, of: role, in: terms, items: items)
    return statement
  }

  /// A piece of a side under these two commitments. Whether it is what was described, only opening it shows.
  public func piece(
    _ signed: SignedStatement, of role: ExchangeRole, commits: [Digest]
  ) throws(Refusal) -> VerifiedStatement<OpenPiece> {
    let statement = try VerifiedStatement<OpenPiece>(verifying: signed, keys: terms.keys)
    try require(statement.content.party, role, statement.content.exchange)
    try require(statement.content.commits, commits)
    guard statement.content.number <= count else {
      throw Refusal(.outsideTerms, blame: .peer, "there is no piece \(statement.content.number) in this exchange")
    }
    return statement
  }

  /// A side's last word.
  public func end(
    _ signed: SignedStatement, of role: ExchangeRole, commits: [Digest]
  ) throws(Refusal) -> VerifiedStatement<EndPieces> {
    let statement = try VerifiedStatement<EndPieces>(verifying: signed, keys: terms.keys)
    let end = statement.content
    try require(end.party, role, end.exchange)
    try require(end.commits, commits)
    guard end.holds <= count, end.reason != .complete || end.holds == count else {
      throw Refusal(.outsideTerms, blame: .peer, "the end speaks of \(end.holds) pieces of \(count)")
    }
    return statement
  }

  private func require(_ party: Thumbprint, _ role: ExchangeRole, _ exchange: Digest) throws(Refusal) {
    guard party == terms.thumbprint(of: role) else {
      throw Refusal(.wrongSigner, blame: .peer, "the message is not by the \(role.rawValue) of this exchange")
    }
    guard exchange == terms.id else {
      throw Refusal(.outsideTerms, blame: .peer, "the message belongs to another exchange")
    }
  }

  private func require(_ named: [Digest], _ commits: [Digest]) throws(Refusal) {
    guard named == commits else {
      throw Refusal(.outsideTerms, blame: .peer, "the message names other commitments than ours")
    }
  }
}

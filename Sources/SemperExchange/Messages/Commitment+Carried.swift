public import SemperCryptography
public import SemperModel

extension Commitment {
  /// The commitment that an M1 or M2 carries, without a look at its signatures; `nil` for any other statement.
  public init?(carriedBy signed: SignedStatement) throws(Refusal) {
    if signed.kind == .commitOriginator {
      self = try VerifiedStatement<CommitOriginator>.content(of: signed).commitment
    } else if signed.kind == .commitResponder {
      self = try VerifiedStatement<CommitResponder>.content(of: signed).commitment
    } else {
      return nil
    }
  }
}

extension StatementKind {
  /// Whether it is an M1 or M2.
  public var isCommitment: Bool { self == .commitOriginator || self == .commitResponder }

  /// How many different statements of this kind are kept of one party in one exchange, where it could sign ever new ones;
  /// further ones are answered and forgotten, so that a peer cannot fill a journal. Two commitments convict who made them,
  /// and more prove nothing more.
  public var mostKept: Int? {
    if isCommitment { return 2 }
    return self == .settlementProposal ? 16 : nil
  }
}

public import SemperCryptography
public import SemperModel

extension PieceMachine {
  /// The event that a statement of the peer's becomes; `nil` for one that is known already and for all when this side has
  /// ended. Throws `outsideTerms` for what has no place now, such as a piece out of order, else what is wrong with it: that
  /// never becomes an event.
  public func event(for statement: SignedStatement) throws(Refusal) -> PieceEvent? {
    guard !isFinished else { return nil }
    let verifier = try PieceVerifier(terms: side.terms, items: side.items)
    let peer = side.role.peer
    if statement.kind == .commitPieces {
      _ = try verifier.commitment(statement, of: peer, answering: side.role == .originator ? own?.digest : nil)
      if peers != nil { return nil }
    } else if statement.kind == .openPiece, let commits {
      let number = try verifier.piece(statement, of: peer, commits: commits).content.number
      if number <= reached { return nil }
    } else if statement.kind == .endPieces, let commits {
      _ = try verifier.end(statement, of: peer, commits: commits)
      // Both may leave at once.
      guard expects(statement) else { return nil }
    } else {
      throw notNow(statement)
    }
    guard expects(statement) else { throw notNow(statement) }
    return .received(statement)
  }

  /// The last piece of the peer's that has arrived, checked or not.
  private var reached: Int {
    if case .checking(let number, _) = state { number } else { holds }
  }

  private func expects(_ statement: SignedStatement) -> Bool {
    var moved = self
    moved.received(statement, side.terms.header.closes)
    return moved != self
  }

  private func notNow(_ statement: SignedStatement) -> Refusal {
    Refusal(.outsideTerms, blame: .peer, "a “\(statement.kind.rawValue)” has no place in this exchange now")
  }
}

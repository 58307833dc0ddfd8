public import SemperCryptography
public import SemperModel

extension ExchangeVerifier {
  /// Whether a message of the peer's may become an event of the machine as it stands: it verifies, and it fits the
  /// commitments that the machine has made and got so far.
  ///
  /// Throws `outsideTerms` for what the exchange has no place for in its state, else what is wrong with the message.
  public func admit(_ signed: SignedStatement, to machine: ExchangeMachine) throws(Refusal) {
    switch (signed.kind, machine.side.role) {
    case (.commitOriginator, .responder): _ = try commitOriginator(signed)
    case (.commitResponder, .originator):
      guard let first = machine.firstCommitment else { throw notNow(signed) }
      _ = try commitResponder(signed, answering: first.digest)
    case (.openOriginator, .responder):
      guard let commits = machine.commits else { throw notNow(signed) }
      _ = try openOriginator(signed, commits: commits)
    case (.openResponder, .originator):
      guard let commits = machine.commits else { throw notNow(signed) }
      _ = try openResponder(signed, commits: commits)
    case (.accept, .responder):
      guard machine.commits != nil, items.contains(where: \.description.isBond) else { throw notNow(signed) }
      _ = try acceptance(signed, by: .originator)
    case (.settlementProposal, let role): _ = try settlementProposal(signed, by: role.peer)
    case (.settlementConsent, let role):
      guard let proposal = machine.settlementProposal else { throw notNow(signed) }
      _ = try settlementConsent(signed, to: proposal.digest, by: role.peer)
    case (_, .originator), (_, .responder): throw notNow(signed)
    }
  }

  private func notNow(_ signed: SignedStatement) -> Refusal {
    Refusal(
      .outsideTerms, blame: .peer, "a “\(signed.kind.rawValue)” has no place in this exchange now")
  }
}

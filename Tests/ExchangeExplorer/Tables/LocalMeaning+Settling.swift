import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperPayments

extension LocalMeaning {
  /// Whether a journal shows that this settlement has come about.
  static func proves(_ plan: SettlementPlan, by journal: [JournalEntry], _ stage: Stage) -> Bool {
    let events = journal.dropFirst().compactMap { try? ExchangeEvent(canonicalBytes: $0.bytes) }
    let statements = events.flatMap(\.statements)
    return statements.contains { signed in
      ExchangeRole.allCases.contains { role in
        guard let proposal = try? stage.verifier.settlementProposal(signed, by: role), proposal.content.plan == plan,
          proposal.content.exchange == stage.terms.id
        else { return false }
        return statements.contains { isAgreed(proposal, by: $0, role.peer, stage) }
      }
    }
  }

  private static func isAgreed(
    _ proposal: VerifiedStatement<SettlementProposal>, by signed: SignedStatement, _ peer: ExchangeRole, _ stage: Stage
  ) -> Bool {
    let consent = try? stage.verifier.settlementConsent(signed, to: proposal.digest, by: peer)
    let outcome = try? VerifiedStatement<LockOutcome>(verifying: signed, keys: KeySet([stage.cast.ledger.publicKey]))
    guard consent != nil || outcome != nil else { return false }
    return
      (try? SettlementCheck.requireAgreed(
        proposal.content, consent: consent, outcome: outcome, proposalDigest: proposal.digest)) != nil
  }
}

extension ExchangeEvent {
  /// The statements about a settlement that came with it.
  fileprivate var statements: [SignedStatement] {
    switch self {
    case .received(let signed), .signed(let signed): [signed]
    case .settlement(.settled(let outcomes)): outcomes
    case .locked, .lockRefused, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      []
    }
  }
}

import SemperCryptography
import SemperModel
import SemperPayments

/// Which proposals and consents in a journal belong to a settlement that has come about; the others mean nothing.
struct SettlementEvidence: Sendable {
  /// By their digests; `true` where a lock is divided, so that the ledger's word counts and no consent.
  private let proposals: [Digest: Bool]

  init(_ events: [ExchangeEvent]) {
    var (agreements, consented): (Set<Digest>, Set<Digest>) = ([], [])
    var proposed = [SignedStatement]()
    for event in events {
      switch event {
      case .settlement(.settled(let outcomes)):
        agreements.formUnion(outcomes.compactMap { $0.journalled(as: LockOutcome.self).agreement })
      case .signed(let statement), .received(let statement):
        if statement.kind == .settlementProposal { proposed.append(statement) }
        guard statement.kind == .settlementConsent else { continue }
        consented.insert(statement.journalled(as: SettlementConsent.self).proposal)
      case .settlement, .locked, .lockRefused, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured,
        .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp:
        continue
      }
    }
    var proposals: [Digest: Bool] = [:]
    for proposal in proposed {
      if let division = proposal.journalled(as: SettlementProposal.self).division {
        guard agreements.contains(division.journalled(as: LockDivision.self).agreement) else { continue }
        proposals[proposal.digest] = true
      } else if consented.contains(proposal.digest) {
        proposals[proposal.digest] = false
      }
    }
    self.proposals = proposals
  }

  /// Whether a statement is of such a settlement, or not about settling at all.
  func admits(_ statement: SignedStatement) -> Bool {
    if statement.kind == .settlementProposal { return proposals[statement.digest] != nil }
    guard statement.kind == .settlementConsent else { return true }
    return proposals[statement.journalled(as: SettlementConsent.self).proposal] == false
  }
}

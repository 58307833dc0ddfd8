import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms

/// What the statements that hold prove, and for whom.
struct EvidenceVerdict: Sendable {
  private let hearing: EvidenceHearing
  private(set) var conclusions: [EvidenceConclusion] = []

  private var resolution: VerifiedStatement<ArbiterDecision>? {
    hearing.decisions.first { $0.content.verdict == .resolved }
  }

  func proves(_ proven: EvidenceConclusion.Proven) -> Bool { conclusions.contains { $0.proven == proven } }

  /// Whether the receipt is void for the buyer, because the buyer has not paid or had its money back.
  private var isVoid: Bool {
    let hasOpened = secret(of: role(of: .buyer)) != nil
    let hasOwnBack = hearing.outcomes.contains { $0.content.ending == .refunded || $0.content.ending == .undone }
    let isOriginator = role(of: .buyer) == .originator
    return hearing.decisions.contains {
      $0.content.voidsStatements(forOriginator: isOriginator, hasOpened: hasOpened, hasOwnBack: hasOwnBack)
    }
  }

  /// The settlement that has come about. It takes the place of openings and decisions, since both have signed it.
  private var settlement: SettlementProposal? {
    hearing.settlements.first { proposal in
      hearing.outcomes.contains { outcome in
        (try? SettlementCheck.requireAgreed(
          proposal.content, consent: nil, outcome: outcome, proposalDigest: proposal.digest)) != nil
      }
    }?.content
  }

  /// What a settlement that has come about says of one item.
  private func fate(of path: String, _ role: ExchangeRole) -> ItemFate? {
    guard let plan = settlement?.plan, let items = hearing.exchange?.agreed.items,
      let count = hearing.exchange?.terms.body.originatorItems.count
    else { return nil }
    let index = items.indices.first { items[$0].path == path && ($0 < count) == (role == .originator) }
    return index.map { plan.fates[$0] }
  }

  init(_ hearing: EvidenceHearing) {
    self.hearing = hearing
    if hearing.exchange?.turn == nil { agreement() }
    if hearing.exchange != nil {
      opening()
      payment()
      ending()
    }
    convictions()
    acts()
    for exchange in hearing.exchanges { conclusions += EvidenceVerdict(exchange).conclusions }
  }

  private mutating func conclude(
    _ proven: EvidenceConclusion.Proven, _ beneficiary: EvidenceConclusion.Beneficiary, _ because: String
  ) {
    let place = hearing.exchange?.turn.map { "turn \($0): " } ?? ""
    conclusions.append(EvidenceConclusion(proven, for: beneficiary, because: place + because))
  }

  private mutating func agreement() {
    if let offer = hearing.offer {
      conclude(.sellerOffered, .buyer, "the seller has signed the offer \(offer.digest.short) under its own terms")
    }
    if let order = hearing.order {
      conclude(.buyerOrdered, .seller, "the buyer has signed the order \(order.digest.short)")
    }
    if let contract = hearing.contract {
      conclude(.contractConcluded, .both, "both have signed the contract \(contract.digest.short)")
    }
  }

  /// The secret that a party has opened, by its message or by a complaint about it.
  private func secret(of role: ExchangeRole) -> OpeningSecret? {
    let proven = hearing.complaint.flatMap { $0.content.role.peer == role ? $0.content.secret : nil }
    return switch role {
    case .originator: hearing.third?.content.secret ?? proven
    case .responder: hearing.fourth?.content.secret ?? proven
    }
  }

  private func role(of side: DealSide) -> ExchangeRole {
    let seller = hearing.exchange?.seller
    let sellerRole: ExchangeRole =
      hearing.exchange?.terms.thumbprint(of: .originator) == seller ? .originator : .responder
    return side == .seller ? sellerRole : sellerRole.peer
  }

  private func locked(of role: ExchangeRole) -> [LockedItem] {
    switch role {
    case .originator: hearing.firsts.first?.content.commitment.locked ?? []
    case .responder: hearing.seconds.first?.content.commitment.locked ?? []
    }
  }

  /// Why a party's items are open, if they are: its own opening or the arbiter's resolution.
  private func opened(_ role: ExchangeRole) -> String? {
    if secret(of: role) != nil { return "the \(role.rawValue) has signed its opening" }
    return resolution.map { "the arbiter's resolution \($0.digest.short) equals the \(role.rawValue)'s opening" }
  }

  private mutating func opening() {
    let seller = role(of: .seller)
    let items = locked(of: seller)
    if items.contains(where: { $0.itemClass == .data }) {
      if let why = opened(seller) {
        conclude(.goodsOpened, .buyer, why)
      } else if let pending = hearing.decisions.first(where: { $0.content.verdict == .pending }) {
        conclude(.goodsOpened, .buyer, "the arbiter gave the opening with its decision \(pending.digest.short)")
      }
      if let fourth = hearing.fourth, seller == .originator {
        conclude(.delivered, .seller, "the buyer opened, in \(fourth.digest.short), after checking what it got")
      } else if let resolution {
        conclude(
          .delivered, .seller, "the arbiter resolved, in \(resolution.digest.short), and no proof of bad goods held")
      }
    }
    guard !isVoid || settlement != nil else { return }
    for item in items {
      guard case .statement(let signed) = item.form, let why = receiptCounts(signed, item.path, seller) else {
        continue
      }
      conclude(.receiptCounts, .buyer, why)
    }
  }

  /// A conditional statement counts with the opening that it names, or with the resolution of its exchange.
  private func receiptCounts(_ signed: SignedStatement, _ path: String, _ seller: ExchangeRole) -> String? {
    guard let exchange = hearing.exchange,
      let conditional = try? VerifiedStatement<ConditionalStatement>(verifying: signed, keys: hearing.keys).content,
      conditional.document == exchange.agreed.receipt?.documentDigest
    else { return nil }
    switch fate(of: path, seller) {
    case .void, .paid: return nil
    case .given: return "the settlement that both have signed gives the receipt \(signed.digest.short)"
    case nil: break
    }
    if let secret = secret(of: seller), conditional.counts(with: secret.opening(for: path)) {
      return "the opening fits the conditional receipt \(signed.digest.short)"
    }
    return resolution.map {
      "the resolution \($0.digest.short) makes the conditional receipt \(signed.digest.short) count"
    }
  }

  private mutating func payment() {
    let buyer = role(of: .buyer)
    let locks = hearing.receipts
    guard !locks.isEmpty else { return }
    for lock in locks {
      conclude(
        .paymentLocked, .seller,
        "the bank has signed, in \(lock.digest.short), that it holds \(lock.content.terms.amount) for this exchange")
      if let secret = secret(of: buyer),
        secret.opening(for: lock.content.terms.path).digest == lock.content.terms.opening
      {
        conclude(.paymentOpened, .seller, "the buyer's opening fits the lock \(lock.digest.short)")
      } else if let resolution {
        conclude(
          .paymentOpened, .seller, "the resolution \(resolution.digest.short) opens the lock \(lock.digest.short)")
      }
    }
    for outcome in hearing.outcomes {
      let because = "the bank has signed, in \(outcome.digest.short), how the lock ended"
      switch outcome.content.ending {
      case .claimed: conclude(.paymentClaimed, .both, because)
      case .refunded, .undone: conclude(.paymentRefunded, .both, because)
      case .settled:
        let (paid, locked) = (outcome.content.paid.minorUnits, outcome.content.terms.amount.minorUnits)
        let parts = because + ": \(outcome.content.paid) to the seller, the rest to the buyer"
        if paid > 0 { conclude(.paymentClaimed, .both, parts) }
        if paid < locked { conclude(.paymentRefunded, .both, parts) }
      }
    }
  }

  private mutating func ending() {
    if settlement != nil {
      conclude(.exchangeSettled, .both, "both have signed how it ends, and the ledger has divided the money so")
    }
    for decision in hearing.decisions {
      switch decision.content.verdict {
      case .aborted, .failed:
        conclude(
          .exchangeAborted, .both,
          "the arbiter decided so in \(decision.digest.short), cause “\(decision.content.cause.rawValue)”")
      case .pending, .disclosed, .resolved: break
      }
    }
    if let choice = hearing.choice?.content { chosen(choice) }
  }

  private mutating func chosen(_ choice: Choice) {
    guard let option = hearing.terms?.content.option(taken: choice) else { return }
    let isDone = option.target == TermsOfBusiness.successfulEnd
    conclude(
      isDone ? .accepted : .disputed, isDone ? .seller : .buyer,
      "the signed choice is “\(option.name)”, which leads to “\(option.target)”")
  }

  /// Of a deal of many steps: the contract that both have signed, and the choices that end it well or lead to a hearing.
  private mutating func acts() {
    guard let terms = hearing.terms?.content else { return }
    for act in hearing.acts {
      switch act.content {
      case .deed(let deed) where act.signed.isComplete && deed.items.contains { terms.form(of: $0) == .contract }:
        conclude(.contractConcluded, .both, "both have signed the contract in \(act.signed.digest.short)")
      case .choice(let choice) where choice.party == hearing.order?.content.buyer.key.thumbprint:
        guard let target = terms.option(taken: choice)?.target else { continue }
        if target == TermsOfBusiness.successfulEnd { chosen(choice) }
        if case .dispute? = terms.state(target)?.step { chosen(choice) }
      case .deed, .choice, .order, .ruling: continue
      }
    }
  }

  private mutating func convictions() {
    if let complaint = hearing.complaint {
      conclude(
        complaint.content.role == .responder ? .originatorConvicted : .responderConvicted,
        role(of: .seller) == complaint.content.role ? .seller : .buyer,
        "the complaint \(complaint.digest.short) proves that its data is not what was agreed")
    } else if hearing.firsts.count > 1 {
      conclude(.originatorConvicted, .both, "it has signed two different commitments in one exchange")
    }
    if hearing.seconds.count > 1 {
      conclude(.responderConvicted, .both, "it has signed two different commitments in one exchange")
    }
    if hearing.third != nil,
      hearing.decisions.contains(where: { $0.content.verdict == .aborted && $0.content.cause == .asked })
    {
      conclude(.originatorConvicted, .both, "it has opened, and asked the arbiter to abort")
    }
    let final = hearing.decisions.filter(\.content.verdict.isFinal)
    if Set(final.map { [$0.content.verdict.rawValue] + $0.content.commits.map(\.description) }).count > 1 {
      conclude(.arbiterConvicted, .both, "it has signed final decisions that exclude each other")
    }
    let ends = Dictionary(grouping: hearing.outcomes, by: \.content.terms)
    if ends.values.contains(where: { Set($0.map(\.content.ending)).count > 1 }) {
      conclude(.ledgerConvicted, .both, "it has signed two different endings of one lock")
    }
  }
}

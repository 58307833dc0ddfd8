import SemperCryptography
import SemperExchange
public import SemperModel
import SemperPayments
import SemperTerms

// From the evidence of a deal.
extension DisputeFacts {
  /// What a bundle shows to whoever trusts these authorities. Refuses (`proofInvalid`) a bundle with a link that does not hold.
  public init(_ bundle: EvidenceBundle, trust: TrustList) throws(Refusal) {
    let hearing = EvidenceHearing.whole(bundle)
    let report = EvidenceJudge.judge(hearing, trust: trust)
    if let fault = report.faults.first {
      // What a carrier has said can be left out, so who shows it is told what is wrong with it.
      let isCarriers = fault.digest.map { digest in bundle.statements(of: .carriage).contains { $0.digest == digest } }
      let code = isCarriers ?? false ? fault.fault?.code : nil
      throw Refusal(
        code ?? .proofInvalid, blame: .peer, "\(fault.name): \(fault.fault?.detail ?? "does not hold")")
    }
    self.init(hearing, report)
  }

  private init(_ hearing: EvidenceHearing, _ report: EvidenceReport) {
    self.init()
    if let order = hearing.order { add(.ordered(by: order.content.buyer.key.thumbprint), by: order.digest) }
    let doubtful: [EvidenceConclusion.Proven] = [.arbiterConvicted, .ledgerConvicted]
    if let root = hearing.exchange?.statement ?? hearing.order?.digest, doubtful.contains(where: report.proves) {
      add(.contradiction, by: root)
    }
    if hearing.isCourse { addCourse(hearing) } else { addPurchase(hearing) }
  }

  private mutating func addPurchase(_ hearing: EvidenceHearing) {
    guard let contract = hearing.contract, let price = hearing.offer?.content.price else { return }
    let verdict = EvidenceVerdict(hearing)
    add(.agreed(price: price), by: contract.digest)
    addPayments(hearing, verdict)
    addGoods(hearing, verdict, item: contract.content.step, buyerHas: hearing.choice?.content.issued)
    if let choice = hearing.choice, let terms = hearing.terms?.content,
      case .choose(let side, _)? = terms.state(choice.content.state)?.step,
      let option = terms.option(taken: choice.content)
    {
      add(
        .chose(
          by: side, state: choice.content.state, option: option.name,
          accepts: option.target == TermsOfBusiness.successfulEnd), by: choice.digest)
    }
  }

  /// A payment is named by its lock, so that both sides' words on it are one fact.
  mutating func addPayments(_ hearing: EvidenceHearing, _ verdict: EvidenceVerdict) {
    for lock in hearing.receipts {
      if let outcome = hearing.outcomes.first(where: { $0.content.terms == lock.content.terms })?.content {
        if outcome.paid.minorUnits > 0 { add(.paid(outcome.paid, at: outcome.issued), by: lock.digest) }
      } else if verdict.proves(.paymentOpened), !verdict.proves(.exchangeAborted) {
        add(.paid(lock.content.terms.amount, at: lock.content.issued), by: lock.digest)
      }
    }
    if verdict.proves(.exchangeAborted), let decision = hearing.decisions.first { add(.undone, by: decision.digest) }
  }

  /// - Parameter time: when the buyer has said that it has it, where it has.
  mutating func addGoods(
    _ hearing: EvidenceHearing, _ verdict: EvidenceVerdict, item: String, buyerHas time: Timestamp?
  ) {
    guard let exchange = hearing.exchange else { return }
    add(.promised(by: .seller, item: item, due: exchange.terms.header.closes), by: exchange.statement)
    if let complaint = hearing.complaint {
      let accused = exchange.terms.thumbprint(of: complaint.content.role.peer)
      add(.fault(of: accused == exchange.seller ? .seller : .buyer), by: complaint.digest)
    } else if verdict.proves(.goodsOpened) {
      let shows = hearing.fourth?.digest ?? hearing.third?.digest ?? hearing.decisions.first?.digest
      let at = time ?? hearing.outcomes.first?.content.issued
      add(
        .gave(by: .seller, item: item, at: at, confirmed: verdict.proves(.delivered)),
        by: shows ?? exchange.statement)
    }
  }
}

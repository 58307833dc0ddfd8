import SemperCryptography
import SemperExchange
public import SemperModel
import SemperPayments
import SemperTerms

// From the evidence of a deal of one offer, order, contract and fair exchange.
extension DisputeFacts {
  /// What a bundle shows to whoever trusts these authorities. Refuses (`proofInvalid`) a bundle with a link that does not hold.
  public init(_ bundle: EvidenceBundle, trust: TrustList) throws(Refusal) {
    let report = EvidenceJudge.judge(bundle, trust: trust)
    if let fault = report.faults.first {
      throw Refusal(.proofInvalid, blame: .peer, "\(fault.name): \(fault.fault?.detail ?? "does not hold")")
    }
    var hearing = EvidenceHearing(bundle)
    hearing.hearAgreement()
    hearing.hearExchange()
    hearing.hearArbiter()
    hearing.hearEndings()
    self.init(hearing, report)
  }

  private init(_ hearing: EvidenceHearing, _ report: EvidenceReport) {
    self.init()
    if let order = hearing.order { add(.ordered(by: order.content.buyer.key.thumbprint), by: order.digest) }
    guard let contract = hearing.contract, let price = hearing.offer?.content.price else { return }
    add(.agreed(price: price), by: contract.digest)
    addPayments(hearing, report)
    addGoods(hearing, report, contract)
    if let choice = hearing.choice, choice.content.way == .option, let terms = hearing.terms?.content,
      case .choose(let side, let options)? = terms.state(choice.content.state)?.step,
      let option = options.first(where: { $0.name == choice.content.option })
    {
      add(
        .chose(
          by: side, state: choice.content.state, option: option.name,
          accepts: option.target == TermsOfBusiness.successfulEnd), by: choice.digest)
    }
    let doubtful: [EvidenceConclusion.Proven] = [.arbiterConvicted, .ledgerConvicted]
    if doubtful.contains(where: report.proves) { add(.contradiction, by: contract.digest) }
  }

  /// A payment is named by its lock, so that both sides' words on it are one fact.
  private mutating func addPayments(_ hearing: EvidenceHearing, _ report: EvidenceReport) {
    for lock in hearing.receipts {
      if let outcome = hearing.outcomes.first(where: { $0.content.terms == lock.content.terms })?.content {
        if outcome.paid.minorUnits > 0 { add(.paid(outcome.paid, at: outcome.issued), by: lock.digest) }
      } else if report.proves(.paymentOpened), !report.proves(.exchangeAborted) {
        add(.paid(lock.content.terms.amount, at: lock.content.issued), by: lock.digest)
      }
    }
    if report.proves(.exchangeAborted), let decision = hearing.decisions.first { add(.undone, by: decision.digest) }
  }

  private mutating func addGoods(
    _ hearing: EvidenceHearing, _ report: EvidenceReport, _ contract: VerifiedStatement<Contract>
  ) {
    let item = contract.content.step
    add(.promised(by: .seller, item: item, due: contract.content.terms.header.closes), by: contract.digest)
    if let complaint = hearing.complaint {
      let accused = contract.content.terms.thumbprint(of: complaint.content.role.peer)
      add(.fault(of: accused == contract.content.seller ? .seller : .buyer), by: complaint.digest)
    } else if report.proves(.goodsOpened) {
      let shows = hearing.fourth?.digest ?? hearing.third?.digest ?? hearing.decisions.first?.digest
      let at = hearing.choice?.content.issued ?? hearing.outcomes.first?.content.issued
      add(
        .gave(by: .seller, item: item, at: at, confirmed: report.proves(.delivered)), by: shows ?? contract.digest)
    }
  }
}

import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments

/// Says whether a deal ended fairly. It knows nothing of what happened: it verifies both sides' bundles, takes the bank's
/// signed word on the locks, and looks at the files on the disk.
///
/// Fair means: whoever gave has got, or can get with what it holds and no help from the other; and who got nothing has
/// given nothing.
struct FairnessJudge: Sendable {
  struct Judgement: Sendable {
    let isFair: Bool
    let reasons: [FairnessReason]
    /// Whether the bank says that the money has gone to the seller.
    let isPaid: Bool
  }

  let trust: TrustList

  func judge(_ end: EndOfDeal) -> Judgement {
    var faults = [FairnessReason]()
    let buyer = report(end.buyerBundle, or: .fairEvidenceBuyer, &faults)
    let seller = report(end.sellerBundle, or: .fairEvidenceSeller, &faults)
    let endings = end.locks.compactMap { lock in
      lock.outcome.flatMap { try? VerifiedStatement<LockOutcome>(verifying: $0, keys: bankKeys(end)).content.ending }
    }
    let paid = endings.contains(.claimed)
    let hasReceipt = buyer?.proves(.receiptCounts) ?? false
    let spent = end.buyerBefore.subtracting(end.buyerAfter)
    if paid {
      if !end.filesAreGoods { faults.append(FairnessReason(.fairPaidNogoods)) }
      if !hasReceipt { faults.append(FairnessReason(.fairPaidNoreceipt)) }
      if end.hasArrived == false { faults.append(FairnessReason(.fairNotArrived)) }
      if spent != end.price { faults.append(FairnessReason(.fairPaidOther)) }
    } else {
      if end.filesAreGoods { faults.append(FairnessReason(.fairUnpaidGoods)) }
      if hasReceipt { faults.append(FairnessReason(.fairUnpaidReceipt)) }
      if spent != .zero(end.price.currency) {
        faults.append(FairnessReason(.fairUnpaidLost))
      }
      if seller?.proves(.paymentClaimed) ?? false { faults.append(FairnessReason(.fairContradiction)) }
    }
    if endings.count < end.locks.count { faults.append(FairnessReason(.fairLocked)) }
    guard faults.isEmpty else { return Judgement(isFair: false, reasons: faults, isPaid: paid) }
    return Judgement(isFair: true, reasons: [reason(paid: paid, buyer)], isPaid: paid)
  }

  private func reason(paid: Bool, _ buyer: EvidenceReport?) -> FairnessReason {
    if paid { return FairnessReason(.fairCompleted) }
    if buyer?.proves(.paymentRefunded) ?? false {
      return FairnessReason(.fairRefunded)
    }
    return FairnessReason(.fairNothing)
  }

  private func report(_ bundle: [UInt8]?, or fault: DemoText, _ faults: inout [FairnessReason]) -> EvidenceReport? {
    guard let bundle else { return nil }
    let report = EvidenceJudge.judge(bundle, trust: trust, at: nil)
    if !report.ok {
      faults.append(FairnessReason(fault, link: report.faults.first?.name ?? "bundle"))
    }
    return report
  }

  /// The bank's key comes from a bundle that leads to the trust list, not from the bank's own answer.
  private func bankKeys(_ end: EndOfDeal) -> KeySet {
    var keys = KeySet()
    for bytes in [end.buyerBundle, end.sellerBundle].compactMap(\.self) {
      guard let bundle = try? EvidenceBundle(canonicalBytes: bytes, limits: EvidenceBundle.limits) else { continue }
      for statement in bundle.statements(of: .offer) {
        if let offer = try? VerifiedStatement<Offer>(verifying: statement, keys: KeySet()) {
          keys.insert(offer.content.bank.key)
        }
      }
      // Of the bank at which the deal was paid, when that is another one.
      for statement in bundle.statements(of: .role) {
        if let role = try? VerifiedStatement<RoleDescription>(verifying: statement, keys: KeySet()),
          role.content.role == .bank
        {
          keys.insert(role.content.key)
        }
      }
    }
    return keys
  }
}

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
    let reasons: [String]
    /// Whether the bank says that the money has gone to the seller.
    let isPaid: Bool
  }

  let trust: TrustList

  func judge(_ end: EndOfDeal) -> Judgement {
    var faults = [String]()
    let buyer = report(end.buyerBundle, of: "buyer", &faults)
    let seller = report(end.sellerBundle, of: "seller", &faults)
    let endings = end.locks.compactMap { lock in
      lock.outcome.flatMap { try? VerifiedStatement<LockOutcome>(verifying: $0, keys: bankKeys(end)).content.ending }
    }
    let paid = endings.contains(.claimed)
    let hasReceipt = buyer?.proves(.receiptCounts) ?? false
    let spent = end.buyerBefore.subtracting(end.buyerAfter)
    if paid {
      if !end.filesAreGoods { faults.append("The seller has the money, and the buyer's disk does not hold the goods.") }
      if !hasReceipt { faults.append("The seller has the money, and the buyer has no receipt that counts.") }
      if spent != end.price { faults.append("The buyer has spent something else than the price.") }
    } else {
      if end.filesAreGoods { faults.append("The buyer has the goods, and the seller has no money.") }
      if hasReceipt { faults.append("The buyer has a receipt that counts for what it did not pay.") }
      if spent != .zero(end.price.currency) {
        faults.append("The buyer has not all of its money, and nobody has the rest.")
      }
      if seller?.proves(.paymentClaimed) ?? false { faults.append("The seller's evidence contradicts the bank.") }
    }
    if endings.count < end.locks.count { faults.append("Money is still locked.") }
    guard faults.isEmpty else { return Judgement(isFair: false, reasons: faults, isPaid: paid) }
    return Judgement(isFair: true, reasons: [reason(paid: paid, buyer)], isPaid: paid)
  }

  private func reason(paid: Bool, _ buyer: EvidenceReport?) -> String {
    if paid { return "The buyer has the goods and a receipt that counts; the seller has the money." }
    if buyer?.proves(.paymentRefunded) ?? false {
      return "The buyer has its money back by the arbiter's decision; the seller gave nothing that opens."
    }
    return "Nothing changed hands: the buyer has its money, the seller its goods."
  }

  private func report(_ bundle: [UInt8]?, of side: String, _ faults: inout [String]) -> EvidenceReport? {
    guard let bundle else { return nil }
    let report = EvidenceJudge.judge(bundle, trust: trust, at: nil)
    if !report.ok {
      faults.append("The \(side)'s evidence does not hold: \(report.faults.first?.name ?? "bundle").")
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
    }
    return keys
  }
}

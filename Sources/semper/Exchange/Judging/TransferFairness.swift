import SemperBank
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperServers

/// Says whether a transfer ended well. Nothing is promised in return, so there is nothing to be fair about but this:
///
/// - nobody can show what is not so: where a receipt or the agent's word on delivery exists, the recipient has everything;
/// - who has got something can show from whom, and who has given something has a receipt, the agent's token, or for money
///   the bank's receipt, as far as both have agreed to that;
/// - money is never lost: it is in the sender's purse or account, or in the recipient's account.
///
/// It knows nothing of what happened: it verifies both sides' bundles, asks the banks, and looks at purses and disks.
struct TransferFairness: Sendable {
  let trust: TrustList

  func judge(_ end: EndOfTransfer) -> ExchangeFairness.Judgement {
    var judgement = ExchangeFairness.Judgement()
    var reports: [ExchangeRole: TransferReport] = [:]
    for role in ExchangeRole.allCases {
      guard let bytes = end.bundles[role] else { continue }
      guard let bundle = try? TransferBundle(canonicalBytes: bytes, limits: TransferBundle.limits) else {
        judgement.fault(Saying(.reasonEvidenceDamaged, RoleText.Subject(role, isTransfer: true)))
        continue
      }
      let report = TransferReport(bundle, trust: trust)
      for fault in report.faults {
        judgement.fault(Saying(.reasonEvidenceBad, RoleText.Subject(role, isTransfer: true), ["name": fault]))
      }
      reports[role] = report
    }
    if Set(reports.values.map(\.bundle.manifest.digest)).count > 1 {
      judgement.fault(Saying(.reasonDifferentTransfers))
    }
    let total = end.funds.values.joined().reduce(0) { $0 + $1.account.balance.minorUnits + $1.coins }
    if total != Int64(end.funds.values.joined().count) * end.granted.minorUnits {
      judgement.fault(Saying(.reasonMoneyLost))
    }
    if let contents = reports[.originator]?.contents ?? reports[.responder]?.contents {
      weigh(contents, end, reports, &judgement)
    } else if !end.opened.isEmpty || !end.placed.isEmpty || hasBeenPaid(end) {
      judgement.fault(Saying(.reasonTransferUnproven))
    } else if judgement.isFair {
      judgement.reasons = [Saying(.reasonTransferNothing)]
    }
    return judgement
  }

  private func weigh(
    _ contents: TransferContents, _ end: EndOfTransfer, _ reports: [ExchangeRole: TransferReport],
    _ judgement: inout ExchangeFairness.Judgement
  ) {
    let terms = contents.offer.terms
    let given = Array(zip(contents.offer.items, contents.items))
    let held = given.filter { isHeld($0.0, $0.1, contents, end) }
    let token = contents.offer.recipients.first.flatMap { reports[.originator]?.token(for: $0) }
    judgement.holds[.responder] = held.map { ExchangeResult.Holding($0.0) }
    judgement.holds[.originator] = token.map { [ExchangeResult.Holding($0.kind, $0.statement)] } ?? []
    judgement.outcome = held.count == given.count ? .completed : .aborted
    if held.count != given.count {
      if !held.isEmpty { judgement.fault(Saying(.reasonTransferPart)) }
      if token?.kind == .delivery || token?.kind == .transport {
        judgement.fault(Saying(.reasonTransferFalsely))
      }
    }
    for (item, _) in held {
      if item.description.itemClass.standsAtLedger {
        guard reports[.originator]?.contents != nil else {
          judgement.fault(Saying(.reasonTransferReceipt))
          continue
        }
      } else {
        if reports[.responder]?.provesOrigin != true {
          judgement.fault(Saying(.reasonTransferOrigin, ["path": item.path]))
        }
        if terms.asksReceipt, token == nil { judgement.fault(Saying(.reasonTransferToken)) }
      }
    }
    guard judgement.isFair else { return }
    if held.isEmpty {
      judgement.reasons.append(Saying(.reasonTransferEmpty))
    } else if !terms.asksReceipt {
      judgement.reasons.append(Saying(.reasonTransferSigned))
    } else if reports[.responder]?.provesOrigin == true {
      judgement.reasons.append(Saying(.reasonTransferDone))
    } else {
      judgement.reasons.append(Saying(.reasonTransferPaid))
    }
    if token?.kind == .submission, held.isEmpty {
      judgement.reasons.append(Saying(.reasonTransferSubmitted))
    }
  }

  private func isHeld(
    _ item: DescribedItem, _ given: TransferredItem, _ contents: TransferContents, _ end: EndOfTransfer
  ) -> Bool {
    switch given {
    case .paid(let signed):
      guard let receipt = try? VerifiedStatement<MintReceipt>.content(of: signed) else { return false }
      return (end.funds[.responder] ?? []).contains { funds in
        funds.account.account == receipt.account
          && funds.account.movements.contains {
            $0.operation == receipt.operation && $0.units == receipt.amount.minorUnits
          }
      }
    case .statement: return end.placed[item.path] == given
    case .data: return end.opened.contains(item.path)
    // No run gives one.
    case .stream: return false
    }
  }

  private func hasBeenPaid(_ end: EndOfTransfer) -> Bool {
    (end.funds[.responder] ?? []).contains { $0.account.balance.minorUnits + $0.coins != end.granted.minorUnits }
  }
}

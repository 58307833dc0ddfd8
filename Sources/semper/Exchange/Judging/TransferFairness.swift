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
///   the bank's receipt;
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
        judgement.fault("The \(role.rawValue)'s evidence is damaged.")
        continue
      }
      let report = TransferReport(bundle, trust: trust)
      for fault in report.faults { judgement.fault("The \(role.rawValue)'s evidence does not hold: \(fault)") }
      reports[role] = report
    }
    if Set(reports.values.map(\.bundle.manifest.digest)).count > 1 {
      judgement.fault("The two sides' evidence is about different transfers.")
    }
    let total = end.funds.values.joined().reduce(0) { $0 + $1.account.balance.minorUnits + $1.coins }
    if total != Int64(end.funds.values.joined().count) * end.granted.minorUnits {
      judgement.fault("Money is lost, or there is more than there was.")
    }
    if let contents = reports[.originator]?.contents ?? reports[.responder]?.contents {
      weigh(contents, end, reports, &judgement)
    } else if !end.opened.isEmpty || !end.placed.isEmpty || hasBeenPaid(end) {
      judgement.fault("Something has changed hands, and nobody can show what.")
    } else if judgement.isFair {
      judgement.reasons = ["Nothing was sent, and nothing changed hands."]
    }
    return judgement
  }

  private func weigh(
    _ contents: TransferContents, _ end: EndOfTransfer, _ reports: [ExchangeRole: TransferReport],
    _ judgement: inout ExchangeFairness.Judgement
  ) {
    let given = Array(zip(contents.offer.items, contents.items))
    let held = given.filter { isHeld($0.0, $0.1, contents, end) }
    let token = reports[.originator]?.token(for: contents.offer.recipient)
    judgement.holds[.responder] = held.map { ExchangeResult.Holding($0.0) }
    judgement.holds[.originator] = token.map { [ExchangeResult.Holding($0.kind, $0.statement)] } ?? []
    judgement.outcome = held.count == given.count ? .completed : .aborted
    if held.count != given.count {
      if !held.isEmpty { judgement.fault("The recipient has a part of what came in one letter.") }
      if token?.kind == .delivery || token?.kind == .transport {
        judgement.fault("The sender can show that the recipient has it all, and it has not.")
      }
    }
    for (item, _) in held {
      if item.description.itemClass.standsAtLedger {
        guard reports[.originator]?.contents != nil else {
          judgement.fault("The sender has paid and cannot show the bank's receipt.")
          continue
        }
      } else {
        if reports[.responder]?.provesOrigin != true {
          judgement.fault("The recipient cannot show from whom it has what is at \(item.path).")
        }
        if token == nil { judgement.fault("The sender has neither a receipt nor the agent's word.") }
      }
    }
    guard judgement.isFair else { return }
    if held.isEmpty {
      judgement.reasons.append("The recipient has nothing, and nobody can show otherwise.")
    } else if reports[.responder]?.provesOrigin == true {
      judgement.reasons.append(
        "The recipient has what was sent and can show from whom; the sender can show that it has sent it.")
    } else {
      judgement.reasons.append("The money is in the recipient's account, and the sender has the bank's receipt.")
    }
    if token?.kind == .submission, held.isEmpty {
      judgement.reasons.append("The agent has signed that it was given the letter, which does not say that it arrived.")
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
    }
  }

  private func hasBeenPaid(_ end: EndOfTransfer) -> Bool {
    (end.funds[.responder] ?? []).contains { $0.account.balance.minorUnits + $0.coins != end.granted.minorUnits }
  }
}

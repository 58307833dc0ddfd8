import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel
import SemperStatements
import SemperTrustedUI

/// What the judge says of a contract of several parties, for people.
struct ContractReportText {
  let texts: Texts

  /// Why the contract does not bind, or cannot be believed; `nil` where it binds all of its parties.
  static func fault(_ bundle: ContractBundle, _ trust: TrustList, at time: Timestamp? = nil) -> Refusal? {
    do throws(Refusal) {
      try bundle.requireBinding()
    } catch { return error }
    guard ExchangeTrust(roles: bundle.roles, trust: trust, at: time).arbiters.contains(bundle.contract.arbiter) else {
      return Refusal(.untrusted, blame: .undetermined, "no trusted authority has certified the contract's arbiter")
    }
    return nil
  }

  static func json(_ bundle: ContractBundle, _ fault: Refusal?) -> JSON {
    .fields([
      "binds": (fault == nil).json, "contract": bundle.contract.documentDigest.json,
      "coordinator": bundle.contract.coordinator.json, "ok": (fault == nil).json,
      "parties": bundle.contract.parties.json, "refusal": fault?.json, "text": bundle.text.json,
    ])
  }

  func lines(_ bundle: ContractBundle, _ fault: Refusal?) -> [String] {
    let signers = [bundle.contract.coordinator] + bundle.contract.parties
    var lines = [
      texts(EvidenceText.reportContract, ["signers": String(signers.count), "text": bundle.text.text])
    ]
    lines += signers.map { "  \($0)" } + [""]
    guard let fault else { return lines + [texts(EvidenceText.reportContractBinds)] }
    return lines + [texts(EvidenceText.evidenceFails), "  " + fault.detail, "", texts(EvidenceText.evidenceFailsNext)]
  }
}

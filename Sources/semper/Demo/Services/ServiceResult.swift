import SemperCoding
import SemperModel
import SemperTrustedUI

/// How a deal under a ready-made service ended on both sides, beside what its scenario says.
struct ServiceResult: Sendable {
  let service: String
  let scenario: String
  let expected: String
  /// `nil` where the scenario does not say.
  let expectedPaid: Money?
  let buyerEnd: String
  /// `nil` where the seller never heard of the deal.
  let sellerEnd: String?
  /// Without what an arbiter has given back.
  let paid: Money
  let ruling: ServiceRuling?
  let steps: [String]
  /// What became of each right that the buyer got and showed twice at the seller's door.
  let rights: [ServiceDoor.Showing]
  /// What the shop tells its owner that the deal has brought, as `till deals` prints it.
  let sold: JSON?
  /// The page of a dispute, for whoever wants to read what its judge was shown.
  let dossier: String?
  let evidence: [String]
  let trust: String
  let milliseconds: Int64

  /// Whether both sides came to the end of the scenario, and what was paid is what it says. A seller that was asked for nothing has no end.
  var isAsExpected: Bool {
    buyerEnd == expected && (sellerEnd ?? expected) == expected && (expectedPaid ?? paid) == paid
  }

  /// `seconds` is written with three decimals.
  var text: String {
    let whole: JSON = .fields([
      "asExpected": isAsExpected.json, "case": scenario.json, "dossier": dossier?.json, "end": buyerEnd.json,
      "evidence": evidence.json,
      "expectedEnd": expected.json, "expectedPaid": expectedPaid?.json, "fair": isAsExpected.json, "paid": paid.json,
      "rights": .array(rights.map(\.json)), "ruling": ruling?.json, "seconds": .number(Double(milliseconds) / 1000),
      "sellerEnd": sellerEnd?.json, "service": service.json,
      "sold": sold, "steps": steps.json, "trust": trust.json,
    ])
    return String(decoding: CanonicalJSON.encode(whole), as: UTF8.self)
  }

  func lines(in texts: Texts) -> [String] {
    [
      "", texts(DemoText.demoServiceEnd, ["buyer": buyerEnd, "seller": sellerEnd ?? "–", "paid": texts.price(paid)]),
      texts(isAsExpected ? DemoText.demoAsExpected : DemoText.demoNotAsExpected, ["end": expected]),
    ]
  }
}

import Foundation
import SemperExchange
import SemperTesting

/// What the page says of one security attribute: who enforces it, the attack that goes through without it, what the planner
/// refuses below it, and the test that plays the attack twice.
struct AttributeGuarantee {
  let attribute: SecurityAttribute
  /// Authenticity has two degrees.
  var isCertified = false

  static let all =
    SecurityAttribute.allCases.map { AttributeGuarantee(attribute: $0) } + [
      AttributeGuarantee(attribute: .authenticity, isCertified: true)
    ]

  var demand: SecurityAttributes {
    switch attribute {
    case .anonymity: SecurityAttributes(anonymity: true)
    case .authenticity: SecurityAttributes(authenticity: isCertified ? .certified : .key)
    case .confidentiality: SecurityAttributes(confidentiality: true)
    case .fairness: SecurityAttributes(fairness: .strong)
    case .integrity: SecurityAttributes(integrity: true)
    case .originNonRepudiation: SecurityAttributes(originNonRepudiation: true)
    case .receiptNonRepudiation: SecurityAttributes(receiptNonRepudiation: true)
    }
  }

  /// The types without which it would be a word.
  var enforcers: [String] {
    switch attribute {
    case .anonymity: ["ContainerPacker", "ContainerVerifier", "AttributeBreach"]
    case .authenticity: [isCertified ? "ContainerPacker" : "ContainerProof", "ContainerVerifier"]
    case .confidentiality: ["PartSeal", "ContainerVerifier", "ContainerExchange"]
    case .fairness: ["ContainerExchange", "ExchangeProposal", "FairnessCheck"]
    case .integrity: ["Container", "ContainerVerifier"]
    case .originNonRepudiation: ["ContainerStatement", "ContainerVerifier"]
    case .receiptNonRepudiation: ["ReleasedKeys", "ContainerVerifier"]
    }
  }

  var test: TestName {
    let function =
      switch attribute {
      case .anonymity: "anonymity"
      case .authenticity: isCertified ? "certifiedAuthenticity" : "authenticity"
      case .confidentiality: "confidentiality"
      case .fairness: "fairness"
      case .integrity: "integrity"
      case .originNonRepudiation: "originNonRepudiation"
      case .receiptNonRepudiation: "receiptNonRepudiation"
      }
    return TestName("AttributeEffectTests", function)
  }

  /// The attack as the test itself calls it; `nil` when the test does not play it with and without the attribute.
  func attack() throws -> String? {
    guard let text = try test.file(), let place = text.range(of: "func \(test.function)(_ demanded: ") else {
      return nil
    }
    let title = text[..<place.lowerBound].range(of: "@Test(", options: .backwards).map { text[$0.lowerBound...] }
    guard let found = title?.prefixMatch(of: /@Test\("[a-z -]+: ([^"]+)", arguments: \[(?:false, true|nil, )/) else {
      return nil
    }
    return String(found.output.1)
  }

  /// What kinds of items the planner takes into no plan below this attribute, with its reason, from the planner itself.
  func refused() throws -> [String] {
    var kinds: [(reason: String, kinds: [String])] = []
    for kind in DraftItem.Kind.allCases where kind != .bond {
      let item = try DraftItem(kind, bytes: kind == .content ? 70_000 : nil)
      guard let reason = obstacle(to: item, demand), obstacle(to: item, .none) == nil else { continue }
      if let place = kinds.firstIndex(where: { $0.reason == reason }) {
        kinds[place].kinds.append(kind.rawValue)
      } else {
        kinds.append((reason, [kind.rawValue]))
      }
    }
    return kinds.map { reason, kinds in
      let isEvery = kinds.count == DraftItem.Kind.allCases.count - 1
      return "`\(reason)`: \(isEvery ? "every item" : kinds.joined(separator: ", "))"
    }
  }

  private func obstacle(to item: DraftItem, _ attributes: SecurityAttributes) -> String? {
    do throws(PlanObstacle) {
      _ = try ExchangeDraft(
        proposer: ExchangeDraft.Side([item], attributes: attributes), invited: ExchangeDraft.Side([.statement]),
        wish: PlanWish(atLeast: .evidence)
      ).plan()
      return nil
    } catch { return error.name }
  }

  /// The row of the table.
  func columns() throws -> [String] {
    let refused = try refused()
    return [
      "\(attribute.rawValue)\(attribute == .authenticity ? (isCertified ? " `certified`" : " `key`") : "")",
      enforcers.map { "`\($0)`" }.joined(separator: ", "), try attack() ?? "none",
      refused.isEmpty ? "nothing" : refused.joined(separator: "; "), "\(test)",
    ]
  }
}

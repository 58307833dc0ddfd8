import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTesting

/// A dispute that nobody has thought of: any facts, any claim, any answer.
struct RandomDispute {
  static let keys = (0..<3).map { _ in SigningKey().thumbprint }
  static let items = ["goods", "manual"]

  let facts: [DisputeFacts.Shown]
  let demand: DisputeDemand
  let stance: ClaimStance?

  init(_ numbers: inout SeededNumbers) {
    var facts = [DisputeFacts.Shown]()
    for index in 0..<Int.random(in: 0..<9, using: &numbers) {
      facts.append(DisputeFacts.Shown(Self.fact(&numbers), by: Digest(of: [UInt8(index)], for: .document)))
    }
    self.facts = facts
    let kind = ClaimKind.allCases.randomElement(using: &numbers) ?? .late
    let isTheirs = Int.random(in: 0..<10, using: &numbers) > 0
    demand = DisputeDemand(
      kind: kind, by: isTheirs ? kind.claimant : kind.claimant.peer, claimant: Self.keys[0],
      amount: Bool.random(using: &numbers) ? Self.money(&numbers) : nil, at: Self.time(&numbers))
    stance = [nil, .admits, .contests, .admitsOnly(Self.money(&numbers))].randomElement(using: &numbers) ?? nil
  }

  var seen: DisputeFacts { DisputeFacts(facts) }

  var paid: Int64 { facts.reduce(0) { if case .paid(let money, _) = $1.fact { $0 + money.minorUnits } else { $0 } } }
  var givenBack: Int64 {
    facts.reduce(0) { if case .givenBack(let money, _) = $1.fact { $0 + money.minorUnits } else { $0 } }
  }
  var price: Int64? {
    facts.compactMap { if case .agreed(let price) = $0.fact { price.minorUnits } else { nil } }.min()
  }

  private static func money(_ numbers: inout SeededNumbers) -> Money {
    Money(minorUnits: Int64.random(in: 1...20, using: &numbers), .euro)
  }

  private static func time(_ numbers: inout SeededNumbers) -> Timestamp {
    Timestamp(seconds: 1_800_000_000 + Int64.random(in: 0...4, using: &numbers))
  }

  private static func fact(_ numbers: inout SeededNumbers) -> DisputeFact {
    let item = items.randomElement(using: &numbers) ?? "goods"
    let (side, flag): (DealSide, Bool) = (Bool.random(using: &numbers) ? .buyer : .seller, Bool.random(using: &numbers))
    let (money, at) = (money(&numbers), time(&numbers))
    switch Int.random(in: 0..<17, using: &numbers) {
    case 0, 1: return .agreed(price: Money(minorUnits: 10, .euro))
    case 2: return .ordered(by: keys.randomElement(using: &numbers) ?? keys[0])
    case 3, 4, 5: return .paid(money, at: at)
    case 6: return .givenBack(money, at: at)
    case 7: return .owedBack(money, due: at)
    case 8: return .promised(by: side, item: item, due: at)
    case 9: return .gave(by: side, item: item, at: flag ? at : nil, confirmed: Bool.random(using: &numbers))
    case 10: return .shipped(item: item, at: at)
    case 11:
      return .handedOver(
        item: item, to: flag ? .buyer : .carrier, intact: Bool.random(using: &numbers), at: at,
        says: Bool.random(using: &numbers) ? .buyer : .carrier)
    case 12: return .chose(by: side, state: "inspecting", option: "satisfied", accepts: flag)
    case 13: return flag ? .undone : .fault(of: side)
    case 14: return flag ? .contradiction : .undone
    case 15: return .refused(item: item, at: at)
    default: return .returned(item: item, at: at)
    }
  }
}

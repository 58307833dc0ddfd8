import SemperCoding
import SemperExchange
public import SemperModel
import SemperStatements
public import SemperTerms

// What a deal of many steps has this side pay: what can be told of it before the deal, and what a word to a step pays.
extension DealRecord {
  /// What this side locks in the exchange that the other side's deed sets up.
  public func payments(agreedIn deed: Deed) -> [ItemAmount] {
    guard case .agreement(let agreed)? = deed.exchange else { return [] }
    let side = opening.side
    let own = terms.state(course?.position ?? "")?.items(from: side) ?? []
    return agreed.items.compactMap { item in
      guard item.path.hasPrefix(side.rawValue + "/") else { return nil }
      let name = own.first { item.path == side.rawValue + "/" + $0.lowercased() } ?? item.path
      switch item.description {
      case .lock(let amount, _, _), .bond(let amount, _, _), .reversibleLock(let amount, _, _, _):
        return ItemAmount(name, amount)
      case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: return nil
      }
    }
  }

  /// What this side pays by giving these items, as far as documents say by then what it comes to: what the other side adds may decide it.
  /// Refuses documents that are not as the terms want them.
  func payments(giving items: [String], with step: FilledStep) throws(Refusal) -> [ItemAmount] {
    guard var course else { return [] }
    do throws(Refusal) { try course.take(step.documents, for: items, terms) } catch {
      throw Refusal(error.code, blame: .us, error.detail)
    }
    return items.compactMap { item in
      guard case .money = terms.form(of: item) else { return nil }
      return course.amount(of: item, terms).map { ItemAmount(item, $0) }
    }
  }

  /// What has been paid so far and has not come back, in a deal of many steps.
  public var paid: Money? { course?.moved.kept }

  /// Every item of money that the terms have the buyer pay, before the deal has begun; empty for a deal that its order decides.
  public var plannedPayments: [PlannedPayment] {
    guard let course else { return [] }
    return terms.items.compactMap { item in
      guard case .money(let amount)? = terms.form(of: item.name) else { return nil }
      return PlannedPayment(item: item.name, amount: course.amount(of: item.name, terms), rule: "\(amount)")
    }
  }

  /// The fields that the terms have the buyer fill in, in any step; empty for a deal that its order decides.
  public var plannedFields: [FieldPath] {
    guard course != nil else { return [] }
    var items = [String]()
    for entry in terms.states { items += entry.state.filled(by: .buyer).filter { !items.contains($0) } }
    return items.filter { terms.form(of: $0)?.isDocument ?? false }
      .flatMap { item in terms.fields(of: item).map { FieldPath(item, $0.name) } }
  }
}

extension TermsState {
  /// What a side fills in; of what both sign, whoever comes first does.
  fileprivate func filled(by side: DealSide) -> [String] {
    guard case .exchange(let gifts, .none, _) = step else { return items(from: side) }
    return gifts.first.map { $0.from == side ? $0.items : [] } ?? []
  }
}

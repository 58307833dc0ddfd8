import SemperCoding
import SemperExchange
import SemperModel
import SemperStatements
public import SemperTerms

// What the steps of a deal take of a role, and what a role gives in them. A deal can ask for no more than its state, documents and
// exchange really need, since all of it is computed here and not by the other side.
extension DealRecord {
  /// All that giving these items takes; `nil` where a person has to give one of them, or an amount is not known yet.
  public func needs(toGive items: [String]) -> [RoleNeed]? {
    var needs = [RoleNeed]()
    for item in items {
      switch terms.form(of: item) {
      case .order: needs += [.order] + fields(of: item)
      case .document:
        let fields = fields(of: item)
        needs += fields.isEmpty ? [.sign] : fields
      case .contract: needs += [.sign] + fields(of: item)
      case .receipt: needs.append(.sign)
      case .money:
        guard let amount = course?.amount(of: item, terms) else { return nil }
        needs.append(.pay(amount))
      case .offer, .data, .refund, .credential, .goods, .work, nil: return nil
      }
    }
    return needs
  }

  private func fields(of item: String) -> [RoleNeed] {
    terms.fields(of: item).map { .give(FieldPath(item, $0.name), entry: $0.field.fill) }
  }

  /// The documents of a step as a role fills them in; `nil` where it does not, or the terms do not take what it has.
  public func step(giving items: [String], as role: CapabilityRole) -> FilledStep? {
    var documents = [(String, JSON)]()
    for item in items where terms.form(of: item)?.isDocument ?? false && !documents.contains(where: { $0.0 == item }) {
      var fields = [(String, JSON)]()
      for field in terms.fields(of: item) {
        guard let value = role.value(of: FieldPath(item, field.name), entry: field.field.fill) else { return nil }
        fields.append((field.name, value))
      }
      if !fields.isEmpty { documents.append((item, .object(JSONObject(fields)))) }
    }
    guard var course, let given = try? GivenDocuments(json: terms.published(.object(JSONObject(documents)))) else {
      return nil
    }
    do throws(Refusal) {
      try course.take(given, for: items, terms)
      try course.describe([], for: items, terms)
    } catch { return nil }
    return FilledStep(given)
  }

  /// All that signing the other side's deed takes: its documents, and what this side pays in the exchange that it sets up.
  public func needs(toSign deed: Deed) -> [RoleNeed] {
    guard case .agreement? = deed.exchange else { return [.sign] }
    let payments = payments(agreedIn: deed).map { RoleNeed.pay($0.amount) }
    return payments.count == 1 && deed.documents.isEmpty ? payments : [.sign] + payments
  }
}

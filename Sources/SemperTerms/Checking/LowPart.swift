/// A part of what was paid that has come back and is counted as less than it may have been, since its fields leave it open.
struct LowPart: Hashable, Sendable {
  /// The item that came back.
  let item: String
  /// The item that was paid.
  let paid: String
  let part: Expression
  /// What is counted as having come back each time, in minor units.
  let least: Int64
  /// What is counted as having been paid.
  let most: Int64
  /// The fields whose bounds leave it open.
  let fields: [FieldPath]
}

extension TermsRules {
  /// The parts that have come back to the buyer in a situation, and may have been more than is counted.
  func lowParts(in play: Play) -> [LowPart] {
    terms.items.compactMap { item in
      guard case .refund(let paid, let part?) = item.form, given(item.name, by: .seller, in: play) > 0 else {
        return nil
      }
      let bounds = part.bounds(in: view.environment) ?? Bounds(0, view.most(of: paid))
      guard bounds.least < bounds.most else { return nil }
      let fields = part.fields.filter { path in
        view.environment[path]?.bounds.map { $0.least < $0.most } ?? true
      }
      return LowPart(
        item: item.name, paid: paid, part: part, least: bounds.least, most: view.most(of: paid), fields: fields)
    }
  }
}

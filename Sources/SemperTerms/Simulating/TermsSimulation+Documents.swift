import SemperCoding
import SemperModel

extension TermsSimulation {
  /// Takes the documents and the money of a step. Refuses documents against their forms, and changes nothing then.
  mutating func take(_ state: TermsState, _ given: JSON) throws(CodingError) {
    var after = documents
    for item in state.items {
      guard let form = terms.form(of: item), form.isDocument else { continue }
      let fields = fields(of: item, form)
      do throws(CodingError) {
        let values = try Self.values(fields, given[item], view.currency)
        for (name, value) in values { after[FieldPath(item, name)] = value }
      } catch { throw error.inside(item) }
    }
    let before = documents
    documents = after
    for rule in state.items.compactMap({ item in terms.forms.first { $0.item == item } }).flatMap(\.form.rules)
    where rule.value({ documents[$0] }) != .flag(true) {
      documents = before
      throw CodingError(.outOfRange, "this is against the rule “\(rule)”")
    }
    for side in DealSide.allCases {
      for item in state.items(from: side) { pay(item, side) }
    }
  }

  /// Of what was paid comes back what a part says, and no more than is left.
  private mutating func pay(_ item: String, _ side: DealSide) {
    let amount = view.amount(of: item)?.value { documents[$0] }?.size ?? 0
    switch terms.form(of: item) {
    case .money:
      payments[side] += Int(amount)
      left[item, default: 0] += amount
    case .refund(let paid, let part):
      let rest = left[paid] ?? 0
      let back = part == nil ? rest : min(rest, amount)
      payments[side] += Int(back)
      left[paid] = rest - back
    case .offer, .order, .contract, .receipt, .document, .data, .credential, .goods, .work, nil: break
    }
  }

  /// Its own fields, and for an offer those that every offer has.
  private func fields(of item: String, _ form: ItemForm) -> [DocumentForm.Field] {
    let own = terms.forms.first { $0.item == item }?.form.fields ?? []
    guard form == .offer else { return own }
    return ["price", "content", "expires"].compactMap { name in
      view.environment[FieldPath("offer", name)].map { DocumentForm.Field(name: name, field: $0) }
    }.filter { always in !own.contains { $0.name == always.name } } + own
  }

  private static func values(
    _ fields: [DocumentForm.Field], _ given: JSON?, _ currency: Currency
  ) throws(CodingError) -> [(String, FieldValue)] {
    let object = given?.object ?? JSONObject([])
    for member in object.members where !fields.contains(where: { $0.name.isSameText(as: member.name) }) {
      throw CodingError(
        .unknownMember, "there is no field “\(member.name.prefix(40))”\(Nearest.hint(member.name, fields.map(\.name)))")
    }
    var values = [(String, FieldValue)]()
    for field in fields {
      guard let json = object[field.name] else {
        values.append((field.name, FieldValue.sample(of: field.field, currency: currency)))
        continue
      }
      do {
        values.append(
          (field.name, try FieldValue(json: TermsSpelling.amounts(json), in: field.field, currency: currency)))
      } catch { throw error.inside(field.name) }
    }
    return values
  }
}

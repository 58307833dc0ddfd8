public import SemperCoding
public import SemperModel

/// What the documents of a deal say, as far as they have been given: the values from which conditions, rules and amounts of its terms
/// are computed. A document that is given again replaces the one before.
public struct DealDocuments: Hashable, Sendable {
  /// What is done about a field that nobody has filled in.
  public enum Missing: Sendable {
    /// The document is refused.
    case refused
    /// A value that the field takes stands there; for trying terms out.
    case sampled
  }

  private var values: [FieldPath: FieldValue] = [:]

  public init() {}

  public subscript(_ path: FieldPath) -> FieldValue? {
    get { values[path] }
    set { values[path] = newValue }
  }

  /// Takes the documents of one step.
  ///
  /// - Parameters:
  ///   - given: an object with one object of fields for each item that is a document; whoever has nothing to say leaves it out.
  ///   - items: the items of the step.
  ///
  /// Refuses what is against the forms, documents that are no part of the step, and what is against a rule; changes nothing then.
  public mutating func take(
    _ given: JSON, for items: [String], under terms: TermsOfBusiness, missing: Missing = .refused
  ) throws(CodingError) {
    guard case .object(let given) = given else { throw CodingError(.wrongType, "an object of documents is expected") }
    let documents = items.filter { terms.form(of: $0)?.isDocument ?? false }
    if missing == .refused, let stray = given.members.first(where: { member in !documents.contains(member.name) }) {
      throw CodingError(.unknownMember, "nobody gives a document “\(stray.name.prefix(40))” in this step")
    }
    var after = self
    for item in documents {
      do throws(CodingError) {
        for (name, value) in try Self.read(given[item], terms.fields(of: item), terms.currency, missing) {
          after.values[FieldPath(item, name)] = value
        }
      } catch { throw error.inside(item) }
    }
    for rule in terms.forms.filter({ documents.contains($0.item) }).flatMap(\.form.rules)
    where rule.value({ after.values[$0] }) != .flag(true) {
      throw CodingError(.outOfRange, "this is against the rule “\(rule)”")
    }
    self = after
  }

  /// Whether a condition holds; a branch and an option without one always do.
  public func satisfy(_ condition: Expression?) -> Bool {
    guard let condition else { return true }
    return condition.value { values[$0] } == .flag(true)
  }

  /// The amount that an expression comes to; `nil` where it comes to none, which does not happen under terms that passed the checker.
  public func amount(_ expression: Expression, in currency: Currency) -> Money? {
    guard let size = expression.value({ values[$0] })?.size, size >= 0 else { return nil }
    return Money(minorUnits: size, currency)
  }

  private static func read(
    _ given: JSON?, _ fields: [DocumentForm.Field], _ currency: Currency, _ missing: Missing
  ) throws(CodingError) -> [(String, FieldValue)] {
    guard case .object(let object) = given ?? .object(JSONObject([])) else {
      throw CodingError(.wrongType, "a document is an object of fields")
    }
    for member in object.members where !fields.contains(where: { $0.name.isSameText(as: member.name) }) {
      throw CodingError(
        .unknownMember, "there is no field “\(member.name.prefix(40))”\(Nearest.hint(member.name, fields.map(\.name)))")
    }
    var values = [(String, FieldValue)]()
    for field in fields {
      guard let json = object[field.name] else {
        guard missing == .sampled else { throw CodingError(.missing, "it is to be filled in").inside(field.name) }
        values.append((field.name, FieldValue.sample(of: field.field, currency: currency)))
        continue
      }
      do {
        let json = missing == .sampled ? TermsSpelling.amounts(json) : json
        values.append((field.name, try FieldValue(json: json, in: field.field, currency: currency)))
      } catch { throw error.inside(field.name) }
    }
    return values
  }
}

extension TermsOfBusiness {
  /// The one currency of all amounts.
  public var currency: Currency { limits.highestPrice.currency }

  /// The fields of an item's document: its own, and for an offer before them those that every offer has.
  public func fields(of item: String) -> [DocumentForm.Field] {
    let own = forms.first { $0.item == item }?.form.fields ?? []
    guard form(of: item) == .offer else { return own }
    return offered.filter { always in !own.contains { $0.name == always.name } } + own
  }

  /// Documents as a person has written them, with amounts such as `12.00 EUR`, in the form in which they are signed.
  public func published(_ documents: JSON) -> JSON {
    guard let object = documents.object else { return documents }
    return .object(
      JSONObject(
        object.members.map { document in
          let fields = self.fields(of: document.name)
          guard let members = document.value.object?.members else { return (document.name, document.value) }
          let values = members.map { member in
            let isText = fields.first { $0.name == member.name }?.field.type == .text
            return (member.name, isText ? member.value : TermsSpelling.amounts(member.value))
          }
          return (document.name, .object(JSONObject(values)))
        }))
  }

  /// What every offer says beside its own form: it costs something, describes what is delivered on line, and ends.
  var offered: [DocumentForm.Field] {
    let most = limits.highestPrice.minorUnits
    return [
      DocumentForm.Field(name: ItemForm.price.field, field: FormField(.money(Bounds(min(1, most), most)))),
      DocumentForm.Field(name: ItemForm.content.field, field: FormField(.content)),
      DocumentForm.Field(name: "expires", field: FormField(.moment)),
    ]
  }
}

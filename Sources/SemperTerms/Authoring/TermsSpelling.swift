import SemperCoding
import SemperModel

/// Writes what an author may write in several ways in the one way in which it is published: expressions, forms of items, amounts.
enum TermsSpelling {
  /// Leaves alone what has not the shape of terms: the checker tells of that.
  static func published(_ json: JSON) throws(CodingError) -> JSON {
    guard case .object(let object) = json else { return json }
    // The one currency of all amounts; what is wrong with it is told where it stands.
    let currency = object["limits"]?["maxPrice"].flatMap { try? Money(json: money($0)).currency }
    var members = [(String, JSON)]()
    for member in object.members {
      do { members.append((member.name, try part(member.name, member.value, currency))) } catch {
        throw error.inside(member.name)
      }
    }
    return .object(JSONObject(members))
  }

  private static func part(_ name: String, _ json: JSON, _ currency: Currency?) throws(CodingError) -> JSON {
    switch name {
    case "items": try each(json, item)
    case "forms": try each(json) { form throws(CodingError) in try document(form, currency) }
    case "states": try each(json, state)
    case "limits": try changed(json, "maxPrice", money)
    default: json
    }
  }

  private static func item(_ json: JSON) throws(CodingError) -> JSON {
    guard case .object = json else { return try form(json) }
    return try changed(changed(json, "form", form), "worth", expression)
  }

  private static func document(_ json: JSON, _ currency: Currency?) throws(CodingError) -> JSON {
    let fields = try changed(json, "fields") { fields throws(CodingError) in
      try each(fields) { one throws(CodingError) in try field(one, currency) }
    }
    return try changed(fields, "rules") { rules throws(CodingError) in try list(rules, expression) }
  }

  /// An author may write the bounds of an amount as amounts.
  private static func field(_ json: JSON, _ currency: Currency?) throws(CodingError) -> JSON {
    let columns = try changed(json, "of") { columns throws(CodingError) in
      try each(columns) { one throws(CodingError) in try field(one, currency) }
    }
    guard columns["type"] == .string("money") else { return columns }
    let least = try changed(columns, "least") { bound throws(CodingError) in try units(bound, currency) }
    return try changed(least, "most") { bound throws(CodingError) in try units(bound, currency) }
  }

  private static func units(_ json: JSON, _ currency: Currency?) throws(CodingError) -> JSON {
    guard case .string(let text) = json else { return json }
    let amount = try Money(json: money(json))
    guard let currency, amount.currency != currency else { return .integer(amount.minorUnits) }
    throw CodingError(
      .outOfRange, "“\(text.prefix(40))” is in another currency than “limits.maxPrice”, which is in \(currency)")
  }

  private static func state(_ json: JSON) throws(CodingError) -> JSON {
    let chosen = try changed(json, "options") { options throws(CodingError) in try each(options, condition) }
    return try changed(chosen, "branch") { cases throws(CodingError) in try list(cases, condition) }
  }

  private static func condition(_ json: JSON) throws(CodingError) -> JSON { try changed(json, "if", expression) }

  private static func expression(_ json: JSON) throws(CodingError) -> JSON {
    guard case .string(let text) = json else { return json }
    return try Expression(authored: text).json
  }

  private static func form(_ json: JSON) throws(CodingError) -> JSON {
    guard case .string(let text) = json else { return json }
    return try ItemForm(authored: text).json
  }

  /// An author may write `500.00 EUR`.
  private static func money(_ json: JSON) throws(CodingError) -> JSON {
    guard case .string(let text) = json else { return json }
    guard case .literal(.money(let money))? = try? Expression(authored: text) else {
      throw CodingError(
        .wrongForm,
        "“\(text.prefix(40))” is no amount; it is written with its decimals and its currency, such as 500.00 EUR")
    }
    return money.json
  }

  /// With every text that is an amount, such as `12.00 EUR`, as an amount: for what people write to try terms out.
  static func amounts(_ json: JSON) -> JSON {
    switch json {
    case .string(let text):
      guard case .literal(.money(let money))? = try? Expression(authored: text) else { return json }
      return money.json
    case .array(let list): return .array(list.map(amounts))
    case .object(let object): return .object(JSONObject(object.members.map { ($0.name, amounts($0.value)) }))
    case .null, .bool, .integer, .number: return json
    }
  }

  // MARK: Ways into objects and lists

  private static func each(_ json: JSON, _ change: (JSON) throws(CodingError) -> JSON) throws(CodingError) -> JSON {
    guard case .object(let object) = json else { return json }
    var members = [(String, JSON)]()
    for member in object.members {
      do { members.append((member.name, try change(member.value))) } catch { throw error.inside(member.name) }
    }
    return .object(JSONObject(members))
  }

  private static func list(_ json: JSON, _ change: (JSON) throws(CodingError) -> JSON) throws(CodingError) -> JSON {
    guard case .array(let list) = json else { return json }
    var all = [JSON]()
    for (place, element) in list.enumerated() {
      do { all.append(try change(element)) } catch { throw error.inside("\(place)") }
    }
    return .array(all)
  }

  private static func changed(
    _ json: JSON, _ name: String, _ change: (JSON) throws(CodingError) -> JSON
  ) throws(CodingError) -> JSON {
    guard case .object(let object) = json, let value = object[name] else { return json }
    do { return .object(object.without([name]).with(name, try change(value))) } catch { throw error.inside(name) }
  }
}

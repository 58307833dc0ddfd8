public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A seller's terms of business: the protocol of a deal as signed data, fixed before the deal and kept for all of it
/// (paper, section III.A). Both sides interpret the same bytes, each its own projection; nothing in them is executed.
///
/// The statement's digest is the service's identity: offers, orders and contracts name it.
public struct TermsOfBusiness: StatementContent {
  public static let kind = StatementKind.terms
  public static let mostStates = 64
  /// Bytes of the signed payload.
  public static let largestPayload = 64 << 10
  static let endPrefix = "end."
  /// The end that every service calls success.
  package static let successfulEnd = "end.done"

  public let seller: Thumbprint
  public let service: String
  public let version: String
  /// The service that this one extends, if any.
  public let base: ServiceBase?
  public let items: [Item]
  public let forms: [Form]
  public let personal: [PersonalDatum]
  public let requirements: Requirements?
  public let consumer: ConsumerRules?
  public let limits: Limits
  public let start: String
  public let states: [State]
  public let exceptions: [NamedException]
  public let displays: [DisplayTexts]

  public struct Item: Hashable, Sendable {
    public let name: String
    public let item: DeclaredItem
    public var form: ItemForm { item.form }
  }

  public struct Form: Hashable, Sendable {
    /// The item whose documents have this form.
    public let item: String
    public let form: DocumentForm
  }

  public struct State: Hashable, Sendable {
    public let name: String
    public let state: TermsState
  }

  public struct NamedException: Hashable, Sendable {
    public let name: String
    public let exception: TermsException
  }

  public struct Limits: Hashable, Sendable, CanonicalValue {
    public let longest: Span
    public let highestPrice: Money

    public init(longest: Span, highestPrice: Money) {
      self.longest = longest
      self.highestPrice = highestPrice
    }

    public var json: JSON {
      .fields(["maxDuration": longest.json, "maxPrice": highestPrice.json])
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      longest = try fields.value("maxDuration")
      highestPrice = try fields.value("maxPrice")
      try fields.close()
    }
  }

  public var signers: [Thumbprint] { [seller] }

  public func state(_ name: String) -> TermsState? { states.first { $0.name == name }?.state }
  public func form(of item: String) -> ItemForm? { items.first { $0.name == item }?.form }
  public static func isEnd(_ name: String) -> Bool { name.hasPrefix(endPrefix) }

  public var json: JSON {
    .fields([
      "base": base?.json, "consumer": consumer?.json,
      "display": displays.isEmpty ? nil : .object(JSONObject(displays.map { ($0.language, $0.json) })),
      "exceptions": exceptions.isEmpty ? nil : .object(JSONObject(exceptions.map { ($0.name, $0.exception.json) })),
      "forms": forms.isEmpty ? nil : .object(JSONObject(forms.map { ($0.item, $0.form.json) })),
      "items": .object(JSONObject(items.map { ($0.name, $0.item.json) })), "limits": limits.json,
      "personal": personal.isEmpty ? nil : personal.json, "requires": requirements?.json, "seller": seller.json,
      "service": service.json, "start": start.json,
      "states": .object(JSONObject(states.map { ($0.name, $0.state.json) })), "version": version.json,
    ])
  }

  /// Refuses terms that lead nowhere, give what is not declared, or hold an exchange that cannot be run.
  public init(json: JSON) throws(CodingError) {
    try self.init(reading: json)
    try checkReferences()
  }

  /// The form alone, for the checker, which tells of all that is wrong at once.
  init(reading json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    base = try fields.optional("base")
    consumer = try fields.optional("consumer")
    displays = try Self.members(fields.optional("display"), "display") { language, json throws(CodingError) in
      try DisplayTexts(language: language, json: json)
    }
    exceptions = try Self.members(fields.optional("exceptions"), "exceptions") { name, json throws(CodingError) in
      NamedException(name: name, exception: try TermsException(json: json))
    }
    forms = try Self.members(fields.optional("forms"), "forms") { item, json throws(CodingError) in
      Form(item: item, form: try DocumentForm(json: json))
    }
    items = try Self.members(fields.value("items", as: JSON.self), "items") { name, json throws(CodingError) in
      Item(name: name, item: try DeclaredItem(json: json))
    }
    limits = try fields.value("limits")
    personal = try fields.optional("personal") ?? []
    requirements = try fields.optional("requires")
    seller = try fields.value("seller")
    service = try fields.value("service")
    start = try fields.value("start")
    states = try Self.members(fields.value("states", as: JSON.self), "states") { name, json throws(CodingError) in
      State(name: name, state: try TermsState(json: json))
    }
    version = try fields.value("version")
    try fields.close()
  }

  /// The terms as an author writes them, without the seller, who is put in when the terms are signed.
  public init(authored json: JSON, seller: Thumbprint) throws(CodingError) {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "terms are an object") }
    try self.init(json: .object(object.with("seller", seller.json)))
  }

  private static func members<Value>(
    _ json: JSON?, _ name: String, _ value: (String, JSON) throws(CodingError) -> Value
  ) throws(CodingError) -> [Value] {
    guard let json else { return [] }
    guard case .object(let object) = json else {
      throw CodingError(.wrongType, "an object is expected").inside(name)
    }
    var values = [Value]()
    for member in object.members {
      do throws(CodingError) { values.append(try value(member.name, member.value)) } catch {
        throw error.inside(member.name).inside(name)
      }
    }
    return values
  }
}

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
  static let endPrefix = "end."
  /// The end that every service calls success.
  static let successfulEnd = "end.done"

  public let seller: Thumbprint
  public let service: String
  public let version: String
  public let items: [Item]
  public let limits: Limits
  public let start: String
  public let states: [State]

  public struct Item: Hashable, Sendable {
    public let name: String
    public let form: ItemForm
  }

  public struct State: Hashable, Sendable {
    public let name: String
    public let state: TermsState
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
      "items": .object(JSONObject(items.map { ($0.name, $0.form.json) })), "limits": limits.json,
      "seller": seller.json, "service": service.json, "start": start.json,
      "states": .object(JSONObject(states.map { ($0.name, $0.state.json) })), "version": version.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    items = try Self.members(fields.value("items", as: JSON.self)).map { name, json throws(CodingError) in
      Item(name: name, form: try ItemForm(json: json))
    }
    limits = try fields.value("limits")
    seller = try fields.value("seller")
    service = try fields.value("service")
    start = try fields.value("start")
    states = try Self.members(fields.value("states", as: JSON.self)).map { name, json throws(CodingError) in
      do throws(CodingError) {
        return State(name: name, state: try TermsState(json: json))
      } catch {
        throw error.inside(name).inside("states")
      }
    }
    version = try fields.value("version")
    try fields.close()
    try checkReferences()
  }

  /// The terms as an author writes them, without the seller, who is put in when the terms are signed.
  public init(authored json: JSON, seller: Thumbprint) throws(CodingError) {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "terms are an object") }
    try self.init(json: .object(object.with("seller", seller.json)))
  }

  private static func members(_ json: JSON) throws(CodingError) -> [(String, JSON)] {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    return object.members.map { ($0.name, $0.value) }
  }

  /// Every name leads somewhere, every item is declared, every exchange can be run.
  private func checkReferences() throws(CodingError) {
    guard (1...Self.mostStates).contains(states.count), state(start) != nil else {
      throw CodingError(.outOfRange, "terms have 1 to \(Self.mostStates) states, and start at one of them")
    }
    for entry in states {
      for target in entry.state.targets where !Self.isEnd(target) && state(target) == nil {
        throw CodingError(.outOfRange, "the state “\(target)” is not declared").inside(entry.name)
      }
      for item in Self.items(of: entry.state.step) where form(of: item) == nil {
        throw CodingError(.outOfRange, "the item “\(item)” is not declared").inside(entry.name)
      }
      if case .exchange(let gifts, .strong, let window) = entry.state.step {
        guard window != nil else {
          throw CodingError(.missing, "a fair exchange has a complaint window").inside("window").inside(entry.name)
        }
        do { try checkExchange(gifts) } catch { throw error.inside(entry.name) }
      }
    }
  }

  private static func items(of step: TermsState.Step) -> [String] {
    switch step {
    case .transfer(let item, _): [item]
    case .exchange(let gifts, _, _): gifts.flatMap(\.items)
    case .choose: []
    }
  }
}

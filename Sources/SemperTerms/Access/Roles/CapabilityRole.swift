public import SemperCoding
import SemperModel

/// A bundle of capabilities under a name: what its owner lets be done in some business without being asked each time (paper, III.A: access
/// control for downloaded services; SEMPER D.03: roles bundle capabilities and are locked and unlocked).
///
/// It says what, for whom, and within which bounds; whether it is unlocked, and what has been done under it, stands in its `RoleTally`.
/// What it does not name is asked about. It never lifts a refusal of a policy.
public struct CapabilityRole: Hashable, Sendable, CanonicalValue {
  public static let mostEntries = 64
  public static let mostNames = 64
  static let largestEntries = 16 << 10

  public let name: String
  public let audience: RoleAudience
  /// Whether it says yes to an offer.
  public let orders: Bool
  /// How much it pays; without one nothing.
  public let pays: RoleAllowance?
  /// What it writes into fields of documents, by the field (`order.quantity`) or by the entry of the profile that the terms name for it.
  public let gives: JSONObject
  /// The types of credentials that it shows.
  public let shows: [String]
  /// The options that it takes, the one that it likes best first.
  public let chooses: [String]
  /// Whether it signs what the other side has filled in.
  public let signs: Bool

  /// Refuses what is no name, a role that may do nothing, and more than people can look over.
  public init(
    name: String, audience: RoleAudience, orders: Bool = false, pays: RoleAllowance? = nil,
    gives: JSONObject = JSONObject([]), shows: [String] = [], chooses: [String] = [], signs: Bool = false
  ) throws(CodingError) {
    self.name = name
    self.audience = audience
    self.orders = orders
    self.pays = pays
    self.gives = gives
    self.shows = shows
    self.chooses = chooses
    self.signs = signs
    guard TermsName.isName(name) else {
      throw CodingError(.wrongForm, "a role's name is a letter, then letters, digits and hyphens, at most 40")
    }
    guard orders || signs || pays != nil || !gives.members.isEmpty || !shows.isEmpty || !chooses.isEmpty else {
      throw CodingError(.missing, "a role that may do nothing answers no question")
    }
    guard [shows, chooses].allSatisfy({ $0.count <= Self.mostNames && $0.allSatisfy(TermsName.isName) }) else {
      throw CodingError(.outOfRange, "credentials and options are at most \(Self.mostNames) names each")
    }
    guard gives.members.count <= Self.mostEntries, JSON.object(gives).canonicalBytes.count <= Self.largestEntries,
      gives.members.allSatisfy({ TermsName.isName($0.name) || (try? FieldPath(text: $0.name)) != nil })
    else {
      throw CodingError(
        .outOfRange,
        "a role fills in at most \(Self.mostEntries) fields, by names such as order.quantity or address, in \(Self.largestEntries) bytes"
      )
    }
  }

  /// What it writes into a field: what it has for this very field, or else for the entry of the profile that the terms name.
  public func value(of field: FieldPath, entry: String?) -> JSON? {
    gives[field.description] ?? entry.flatMap { gives[$0] }
  }

  public static func == (left: CapabilityRole, right: CapabilityRole) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(canonicalBytes) }

  public var json: JSON {
    .fields([
      "audience": audience.json, "chooses": chooses.json, "gives": .object(gives), "name": name.json,
      "orders": orders.json, "pays": pays?.json, "shows": shows.json, "signs": signs.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let gives: JSON = try fields.value("gives")
    guard case .object(let entries) = gives else {
      throw CodingError(.wrongType, "an object of fields is expected").inside("gives")
    }
    try self.init(
      name: fields.value("name"), audience: fields.value("audience"), orders: fields.value("orders"),
      pays: fields.optional("pays"), gives: entries, shows: fields.value("shows"), chooses: fields.value("chooses"),
      signs: fields.value("signs"))
    try fields.close()
  }
}

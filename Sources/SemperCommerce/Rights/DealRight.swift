public import SemperCoding
public import SemperCredentials
import SemperCryptography
import SemperExchange
public import SemperModel
import SemperStatements
public import SemperTerms

/// A right that a step of a deal gives, such as a ticket or a membership: what its credential says. Giver and taker compute it from the
/// same acts, so that one which says something else is noticed because it is not equal.
///
/// It is issued under the giver's key in the deal to the taker's: a buyer's is made for this deal alone, so that two rights of one
/// holder have nothing in common.
public struct DealRight: Equatable, Sendable {
  public let item: String
  public let type: CredentialType
  public let issuer: PublicKey
  public let holder: PublicKey
  /// Which deal, which item, what it is worth, and what contract and documents say, but for what the terms call personal.
  public let claims: JSONObject
  /// When the act before the step was made. Where the state begins after an exchange, each side has come to it at a time of its own.
  public let issued: Timestamp
  /// When the contract ends, if it says so; else the terms' longest time after the order.
  public let expires: Timestamp

  /// - Parameter giver: the side that gives it in the present state of the deal.
  ///
  /// Refuses (`outsideTerms`) an item that is no right, and a deal that nobody has ordered in yet.
  public init(_ item: String, from giver: DealSide, in record: DealRecord) throws(Refusal) {
    guard let declared = record.terms.items.first(where: { $0.name == item })?.item,
      case .credential(let name) = declared.form, let course = record.course, let order = record.orderContent,
      let issuer = record.key(of: giver), let holder = record.key(of: giver.peer)
    else { throw Refusal(.outsideTerms, blame: .undetermined, "“\(item.prefix(64))” is no right of this deal") }
    self.item = item
    type = CredentialType(name, under: record.opening.terms.digest)
    (self.issuer, self.holder) = (issuer, holder)
    let worth = declared.worth.flatMap { course.documents.amount($0, in: record.terms.currency) }
    let says = Self.said(course.documents, record.terms)
    claims =
      JSON.fields([
        "deal": record.opening.deal.json, "item": item.json, "says": says.members.isEmpty ? nil : .object(says),
        "worth": worth?.description.json,
      ]).object ?? JSONObject([])
    let issued = course.acts.last { $0.turn < course.turn }?.issued ?? order.issued
    self.issued = issued
    expires =
      Self.end(course.documents, record.terms).flatMap { $0 > issued ? $0 : nil }
      ?? order.issued.advanced(by: record.terms.limits.longest)
  }

  /// - Parameter secret: the giver's in this deal and turn, from which the salts derive.
  func draft(_ secret: OpeningSecret) -> CredentialDraft {
    CredentialDraft(
      type: type.description, holder: holder, claims: claims, issued: issued, expires: expires,
      secret: KeyDerivation.bytes(from: secret.bytes, for: .credentialSalt, context: Array(item.utf8)))
  }

  /// Why a credential is not this right; `nil` when it is.
  public func objection(to held: HeldCredential) -> Refusal? {
    func wrong(_ reason: String) -> Refusal {
      Refusal(.credentialInvalid, blame: .peer, "“\(item)” is not the right that the terms give: \(reason)")
    }
    if held.issuer != issuer.thumbprint { return wrong("another key than the giver's in this deal has issued it") }
    if held.holder != holder { return wrong("it is bound to another key than the taker's in this deal") }
    if held.type != type.description { return wrong("it is of the type \(held.type.prefix(128))") }
    if held.claims != claims { return wrong("it does not say what contract and documents of this deal do") }
    if held.issued != issued || held.expires != expires {
      return wrong("it is not in force from \(issued) to \(expires)")
    }
    return nil
  }

  /// What contract and documents have said by now.
  private static func said(_ documents: DealDocuments, _ terms: TermsOfBusiness) -> JSONObject {
    var said = [(String, JSON)]()
    for item in terms.items where [.contract, .document].contains(item.form) {
      let fields = terms.fields(of: item.name).compactMap { field -> (String, JSON)? in
        let path = FieldPath(item.name, field.name)
        guard let value = documents[path], !terms.personal.contains(where: { $0.field == path }) else { return nil }
        return (field.name, value.json)
      }
      if !fields.isEmpty { said.append((item.name, .object(JSONObject(fields)))) }
    }
    return JSONObject(said)
  }

  private static func end(_ documents: DealDocuments, _ terms: TermsOfBusiness) -> Timestamp? {
    for item in terms.items where item.form == .contract {
      if case .moment(let end)? = documents[FieldPath(item.name, "ends")] { return end }
    }
    return nil
  }
}

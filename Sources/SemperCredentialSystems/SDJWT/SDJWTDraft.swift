import SemperCoding
import SemperCryptography
import SemperModel

/// Hides claims: each is replaced by the digest of its disclosure, also within objects and arrays, so that a holder can show one
/// and keep the next one back.
struct SDJWTDraft {
  /// Gives the salt of the claim at a place.
  let salt: (_ place: String) -> [UInt8]
  private(set) var disclosures: [Disclosure] = []

  init(salt: @escaping (_ place: String) -> [UInt8]) { self.salt = salt }

  /// The open claims, and below them the hidden ones.
  mutating func object(open: JSONObject, hidden: JSONObject) -> JSONObject {
    let digests = conceal(hidden, at: "")
    guard !digests.isEmpty else { return open }
    return open.with([
      SDJWTName.digests: .array(digests), SDJWTName.algorithm: SDJWTName.sha256.json,
    ])
  }

  /// The digests are sorted, so that their order says nothing.
  private mutating func conceal(_ object: JSONObject, at place: String) -> [JSON] {
    var digests = [String]()
    for member in object.members {
      let inner = place + "/" + member.name
      let disclosure = Disclosure(
        salt: salt(inner), name: member.name, value: concealed(member.value, at: inner))
      disclosures.append(disclosure)
      digests.append(disclosure.digest)
    }
    return digests.sorted().map(\.json)
  }

  private mutating func concealed(_ value: JSON, at place: String) -> JSON {
    switch value {
    case .object(let object) where !object.members.isEmpty:
      return .fields([SDJWTName.digests: .array(conceal(object, at: place))])
    case .array(let elements):
      var hidden = [JSON]()
      for (index, element) in elements.enumerated() {
        let inner = "\(place)/\(index)"
        let disclosure = Disclosure(salt: salt(inner), name: nil, value: concealed(element, at: inner))
        disclosures.append(disclosure)
        hidden.append(.fields([SDJWTName.element: disclosure.digest.json]))
      }
      return .array(hidden)
    case .null, .bool, .integer, .number, .string, .object: return value
    }
  }
}

import SemperCoding
import SemperCryptography
import SemperModel

/// Puts the claims that are shown into their places (RFC 9901, section 7.1).
///
/// Refuses a digest that stands in two places, a disclosure that belongs nowhere, one of an object in an array or the other way
/// round, a claim whose name is there already, and reserved names.
struct SDJWTReader {
  private let disclosures: [String: Disclosure]
  private var seen: Set<String> = []
  private var used: Set<String> = []

  /// The places of the hidden claims by their disclosures, outermost first, such as `says/contract/event`.
  private(set) var places: [(place: [String], disclosure: Disclosure)] = []

  private init(_ disclosures: [Disclosure]) throws(CodingError) {
    var all = [String: Disclosure]()
    for disclosure in disclosures {
      guard all.updateValue(disclosure, forKey: disclosure.digest) == nil else {
        throw CodingError(.duplicateName, "a claim is shown twice")
      }
    }
    self.disclosures = all
  }

  /// All claims of an SD-JWT with those that are shown, and where the hidden ones belong.
  static func read(_ token: SDJWT) throws(CodingError) -> (
    claims: JSONObject, places: [(place: [String], disclosure: Disclosure)]
  ) {
    var reader = try SDJWTReader(token.disclosures)
    let payload = token.token.claims
    if let algorithm = payload[SDJWTName.algorithm], algorithm != SDJWTName.sha256.json {
      throw CodingError(.outOfRange, "only digests by \(SDJWTName.sha256) are accepted").inside(SDJWTName.algorithm)
    }
    let claims = try reader.object(payload.without([SDJWTName.algorithm]), [], isOutermost: true)
    guard reader.used.count == reader.disclosures.count else {
      throw CodingError(.unknownMember, "a claim is shown that the issuer has not hidden here")
    }
    return (claims, reader.places)
  }

  private mutating func value(_ value: JSON, _ place: [String]) throws(CodingError) -> JSON {
    switch value {
    case .object(let object): return .object(try self.object(object, place, isOutermost: false))
    case .array(let elements): return .array(try array(elements, place))
    case .null, .bool, .integer, .number, .string: return value
    }
  }

  private mutating func object(
    _ object: JSONObject, _ place: [String], isOutermost: Bool
  ) throws(CodingError) -> JSONObject {
    guard object[SDJWTName.element] == nil, object[SDJWTName.algorithm] == nil else {
      throw CodingError(.outOfRange, "an object has a member whose name is reserved")
    }
    var members = [(String, JSON)]()
    for member in object.members where !member.name.isSameText(as: SDJWTName.digests) {
      members.append((member.name, try value(member.value, place + [member.name])))
    }
    guard let hidden = object[SDJWTName.digests] else { return JSONObject(members) }
    guard case .array(let digests) = hidden else {
      throw CodingError(.wrongType, "digests stand in an array").inside(SDJWTName.digests)
    }
    for digest in digests {
      guard let disclosure = try disclosure(String(json: digest)) else { continue }
      guard let name = disclosure.name else {
        throw CodingError(.wrongForm, "an element of an array is shown as a member of an object")
      }
      guard !members.contains(where: { $0.0.isSameText(as: name) }) else {
        throw CodingError(.duplicateName, "a claim is shown whose name is there already")
      }
      if isOutermost, SDJWTName.alwaysShown.contains(where: { name.isSameText(as: $0) }) {
        throw CodingError(.outOfRange, "the claim “\(name)” must not be hidden")
      }
      places.append((place + [name], disclosure))
      members.append((name, try value(disclosure.value, place + [name])))
    }
    return JSONObject(members)
  }

  private mutating func array(_ elements: [JSON], _ place: [String]) throws(CodingError) -> [JSON] {
    var all = [JSON]()
    for (index, element) in elements.enumerated() {
      guard let hidden = element[SDJWTName.element], element.object?.members.count == 1 else {
        all.append(try value(element, place + ["\(index)"]))
        continue
      }
      guard let disclosure = try disclosure(String(json: hidden)) else { continue }
      guard disclosure.name == nil else {
        throw CodingError(.wrongForm, "a member of an object is shown as an element of an array")
      }
      places.append((place + ["\(index)"], disclosure))
      all.append(try value(disclosure.value, place + ["\(index)"]))
    }
    return all
  }

  private mutating func disclosure(_ digest: String) throws(CodingError) -> Disclosure? {
    guard seen.insert(digest).inserted else {
      throw CodingError(.duplicateName, "the same digest stands in two places")
    }
    guard let disclosure = disclosures[digest] else { return nil }
    used.insert(digest)
    return disclosure
  }
}

import SemperCoding
import SemperModel
import Testing

@testable import SemperCryptography

/// A statement put together by hand, with a good signature over whatever stands in it.
struct Forgery {
  let key: SigningKey
  var payload: [UInt8]
  var header: JSONObject

  init(_ note: Note, by key: SigningKey) {
    self.key = key
    payload = note.payload
    header = JSONObject([
      ("alg", key.algorithm.rawValue.json), ("kid", key.thumbprint.json), ("typ", Note.kind.headerType.json),
    ])
  }

  func with(header name: String, _ value: JSON?) -> Forgery {
    var copy = self
    copy.header = header.with(name, value)
    return copy
  }

  func with(payload name: String, _ value: JSON?) throws -> Forgery {
    var copy = self
    let object = try #require(CanonicalJSON.decode(payload, limits: DecodingLimits(allowsFractions: true)).object)
    copy.payload = CanonicalJSON.encode(.object(object.with(name, value)))
    return copy
  }

  /// One element of `signatures`, over the header bytes given or the canonical ones.
  func signature(_ headerBytes: [UInt8]? = nil) throws -> JSON {
    let protected = headerBytes ?? CanonicalJSON.encode(.object(header))
    let input = Base64URL.encode(protected) + "." + Base64URL.encode(payload)
    return .fields([
      "protected": Base64URL.encode(protected).json,
      "signature": Base64URL.encode(try key.signature(over: Array(input.utf8))).json,
    ])
  }

  func bytes(_ signatures: [JSON]? = nil) throws -> [UInt8] {
    CanonicalJSON.encode(
      .fields(["payload": Base64URL.encode(payload).json, "signatures": .array(try signatures ?? [signature()])]))
  }
}

public import SemperCoding
import SemperModel

extension SignedStatement: CanonicalValue {
  /// The general JSON serialisation of RFC 7515 section 7.2.1.
  public var json: JSON {
    .fields([
      "payload": Base64URL.encode(payload).json,
      "signatures": .array(
        signatures.map {
          .fields([
            "protected": Base64URL.encode($0.protected).json,
            "signature": Base64URL.encode($0.signature).json,
          ])
        }),
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let payload: ByteString = try fields.value("payload")
    let list: [JSON] = try fields.value("signatures")
    try fields.close()
    guard list.count <= Self.mostSignatures else {
      throw CodingError(.tooMany, "a statement has at most \(Self.mostSignatures) signatures")
    }
    var signatures = [StatementSignature]()
    for element in list {
      var parts = try ObjectReader(element)
      let protected: ByteString = try parts.value("protected")
      let signature: ByteString = try parts.value("signature")
      try parts.close()
      signatures.append(try StatementSignature(protected: protected.bytes, signature: signature.bytes))
    }
    try self.init(payload: payload.bytes, signatures: signatures)
  }

  /// From bytes off the wire, which need not be canonical around the payload.
  public init(
    bytes: [UInt8], limits: DecodingLimits = .statement
  ) throws(CodingError) {
    try self.init(json: CanonicalJSON.parse(bytes, limits: limits))
  }

  /// The compact serialisation, for URLs and QR codes; `nil` unless there is exactly one signature.
  public var compact: String? {
    guard signatures.count == 1, let only = signatures.first else { return nil }
    return [only.protected, payload, only.signature].map { Base64URL.encode($0) }.joined(separator: ".")
  }

  public init(compact text: String) throws(CodingError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, text.utf8.count <= 2 << 20 else {
      throw CodingError(.wrongForm, "a compact statement has three parts")
    }
    try self.init(
      payload: Base64URL.decode(String(parts[1])),
      signatures: [
        StatementSignature(
          protected: Base64URL.decode(String(parts[0])), signature: Base64URL.decode(String(parts[2])))
      ])
  }
}

public import SemperCoding
public import SemperModel
public import SemperStatements

/// A credential as a leaf of a container, in the form of its own system. Whether it is good is for that system to say.
public struct CredentialItem: Hashable, Sendable, CanonicalValue {
  public static let largest = 32 << 10
  public let format: MediaType
  public let bytes: [UInt8]
  /// The key of the authority that issued it.
  public let issuer: Thumbprint
  /// The key it is bound to; `nil` for one that counts for whoever bears it.
  public let holder: Thumbprint?

  /// Refuses an empty credential and one of more than 32 KiB.
  public init(format: MediaType, bytes: [UInt8], issuer: Thumbprint, holder: Thumbprint?) throws(CodingError) {
    guard (1...Self.largest).contains(bytes.count) else {
      throw CodingError(.tooLarge, "a credential has 1 to \(Self.largest) bytes")
    }
    self.format = format
    self.bytes = bytes
    self.issuer = issuer
    self.holder = holder
  }

  public var json: JSON {
    .fields([
      "bytes": ByteString(bytes).json, "format": format.json, "holder": holder?.json, "issuer": issuer.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      format: fields.value("format"), bytes: fields.value("bytes", as: ByteString.self).bytes,
      issuer: fields.value("issuer"), holder: fields.optional("holder"))
    try fields.close()
  }
}

public import SemperCoding
public import SemperModel

/// An authority's root certificate with the name under which this home knows it.
public struct TrustRoot: Hashable, Sendable, CanonicalValue {
  static let largest = 4 << 10

  public let label: HumanText
  /// DER.
  public let certificate: [UInt8]

  public init(label: HumanText, certificate: [UInt8]) {
    self.label = label
    self.certificate = certificate
  }

  public var json: JSON {
    .fields(["certificate": ByteString(certificate).json, "label": label.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    certificate = try fields.value("certificate", as: ByteString.self).bytes
    label = try fields.value("label")
    try fields.close()
    guard (1...Self.largest).contains(certificate.count) else {
      throw CodingError(.tooLarge, "a root certificate has 1 to \(Self.largest) bytes").inside("certificate")
    }
  }
}

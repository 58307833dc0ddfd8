public import SemperCoding

/// How a certificate is named: its issuer and the number that this gave it (RFC 5652, section 10.2.4).
public struct IssuerAndSerial: DERValue, Hashable {
  private let issuer: DERElement
  private let serial: DERElement

  /// The name of this certificate (DER).
  public init(of certificate: [UInt8]) throws(CodingError) {
    var outer = try DERReader(DERElement(certificate))
    var fields = try DERReader(outer.element())
    _ = try fields.explicit(0, DERElement.self)
    serial = try fields.element()
    _ = try fields.element()
    issuer = try fields.element()
  }

  public var der: DERElement { .sequence([issuer, serial]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    issuer = try fields.element()
    serial = try fields.element()
    try fields.close()
    guard issuer.tag == .sequence else { throw CodingError(.wrongType, "an issuer is a distinguished name") }
    _ = try serial.bytes(of: .integer)
  }
}

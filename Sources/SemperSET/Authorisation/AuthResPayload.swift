public import SemperCoding
public import SemperCryptography

/// The issuer's answer, and the capture's if that was asked for.
public struct AuthResPayload: DERValue, Hashable {
  public let header: AuthHeader
  public let capture: CapResPayload?
  /// Says for which merchant, order and request this approval is.
  public let extensions: MessageExtensions?

  public var der: DERElement {
    .sequence([header.der, capture?.der.implicit(0), extensions?.der.implicit(1)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    header = try fields.value()
    capture = try fields.optional(0)
    extensions = try fields.optional(1)
    try fields.close()
  }

  init(header: AuthHeader, capture: CapResPayload? = nil, extensions: MessageExtensions? = nil) {
    self.header = header
    self.capture = capture
    self.extensions = extensions
  }
}

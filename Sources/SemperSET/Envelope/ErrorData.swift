public import SemperCoding
public import SemperCryptography

/// Why a message was not processed. Where it can be signed, it is.
public struct ErrorData: SETContent, Hashable {
  public let code: ErrorCode
  public let nonce: Salt
  /// The certificate that was not accepted.
  public let thumb: Thumb?
  /// The message that is meant, if its header could be read.
  public let rrpid: RRPID?

  public static var contentType: OID { SETArc.contentType(49) }

  public var der: DERElement {
    .sequence([code.der, nonce.der, thumb?.der.explicit(0), rrpid?.der.implicit(1)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    code = try fields.value()
    nonce = try fields.value()
    thumb = try fields.optionalExplicit(0)
    rrpid = try fields.optional(1)
    try fields.close()
  }

  init(code: ErrorCode, nonce: Salt, thumb: Thumb? = nil, rrpid: RRPID? = nil) {
    self.code = code
    self.nonce = nonce
    self.thumb = thumb
    self.rrpid = rrpid
  }
}

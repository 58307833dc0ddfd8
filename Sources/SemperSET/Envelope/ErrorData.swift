public import SemperCoding
public import SemperCryptography
public import SemperModel

/// Why a message was not processed. Where it can be signed, it is.
public struct ErrorData: SETContent, Hashable {
  public let code: ErrorCode
  public let nonce: Salt
  /// Of the bytes of the message that was not processed, as they came. By it nobody can show an Error as the answer to a message
  /// that it was not about: not an older one, and not one that a changed message has brought about.
  public let request: SemperModel.Digest
  /// The certificate that was not accepted.
  public let thumb: Thumb?
  /// The message that is meant, if its header could be read.
  public let rrpid: RRPID?

  public static var contentType: OID { SETArc.contentType(49) }

  public var der: DERElement {
    .sequence([code.der, nonce.der, request.der, thumb?.der.explicit(0), rrpid?.der.implicit(1)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    code = try fields.value()
    nonce = try fields.value()
    request = try fields.value()
    thumb = try fields.optionalExplicit(0)
    rrpid = try fields.optional(1)
    try fields.close()
  }

  init(code: ErrorCode, nonce: Salt, request: SemperModel.Digest, thumb: Thumb? = nil, rrpid: RRPID? = nil) {
    self.code = code
    self.nonce = nonce
    self.request = request
    self.thumb = thumb
    self.rrpid = rrpid
  }
}

public import SemperCoding
public import SemperCryptography

/// Cardholder to merchant, signed: what has become of this purchase? May be asked at any time and again.
public struct InqReqData: SETContent, Hashable {
  public let transaction: TransIDs
  public let rrpid: RRPID
  public let challenge: Challenge

  public static var contentType: OID { SETArc.contentType(15) }

  public var der: DERElement {
    .sequence([transaction.der, rrpid.der, challenge.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    rrpid = try fields.value()
    challenge = try fields.value()
    try fields.close()
  }

  init(transaction: TransIDs, rrpid: RRPID, challenge: Challenge) {
    self.transaction = transaction
    self.rrpid = rrpid
    self.challenge = challenge
  }
}

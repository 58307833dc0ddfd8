import SemperCoding
import SemperCryptography
import SemperModel

/// A lock that the merchant is offered, step by step as it was journalled.
struct CardTillRecord: DERValue, Hashable {
  /// Canonical JSON.
  let terms: ByteString
  let transaction: TransIDs
  let challenge: Challenge
  /// PReq.
  var purchase: ByteString?
  var received: Timestamp?
  /// AuthReq.
  var request: ByteString?
  /// AuthRes.
  var approval: ByteString?
  var approved: Timestamp?

  var der: DERElement {
    .sequence([
      terms.der, transaction.der, challenge.der, purchase?.der.implicit(0), received?.der.implicit(1),
      request?.der.implicit(2), approval?.der.implicit(3), approved?.der.implicit(4),
    ])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    terms = try fields.value()
    transaction = try fields.value()
    challenge = try fields.value()
    purchase = try fields.optional(0)
    received = try fields.optional(1)
    request = try fields.optional(2)
    approval = try fields.optional(3)
    approved = try fields.optional(4)
    try fields.close()
  }

  init(
    terms: ByteString, transaction: TransIDs, challenge: Challenge, purchase: ByteString? = nil,
    received: Timestamp? = nil, request: ByteString? = nil, approval: ByteString? = nil, approved: Timestamp? = nil
  ) {
    self.terms = terms
    self.transaction = transaction
    self.challenge = challenge
    self.purchase = purchase
    self.received = received
    self.request = request
    self.approval = approval
    self.approved = approved
  }
}

import SemperCoding
import SemperCryptography
import SemperModel

/// A lock that the cardholder makes, step by step as it was journalled.
struct CardPurseRecord: DERValue, Hashable {
  /// Canonical JSON.
  let terms: ByteString
  let rrpid: RRPID
  let challenge: Challenge
  let cardholderID: LocalID
  let begun: Timestamp
  /// PInitReq.
  let beginning: ByteString
  /// PInitRes.
  var offer: ByteString?
  var offered: Timestamp?
  /// PReq: from here on the money may be held.
  var purchase: ByteString?
  var purchaseName: RRPID?
  var purchaseChallenge: Challenge?
  /// The gateway's word, as it came.
  var receipt: ByteString?

  var der: DERElement {
    .sequence([
      terms.der, rrpid.der, challenge.der, cardholderID.der, begun.der, beginning.der, offer?.der.implicit(0),
      offered?.der.implicit(1), purchase?.der.implicit(2), purchaseName?.der.implicit(3),
      purchaseChallenge?.der.implicit(4), receipt?.der.implicit(5),
    ])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    terms = try fields.value()
    rrpid = try fields.value()
    challenge = try fields.value()
    cardholderID = try fields.value()
    begun = try fields.value()
    beginning = try fields.value()
    offer = try fields.optional(0)
    offered = try fields.optional(1)
    purchase = try fields.optional(2)
    purchaseName = try fields.optional(3)
    purchaseChallenge = try fields.optional(4)
    receipt = try fields.optional(5)
    try fields.close()
  }

  init(
    terms: ByteString, rrpid: RRPID, challenge: Challenge, cardholderID: LocalID, begun: Timestamp,
    beginning: ByteString, offer: ByteString? = nil, offered: Timestamp? = nil, purchase: ByteString? = nil,
    purchaseName: RRPID? = nil, purchaseChallenge: Challenge? = nil, receipt: ByteString? = nil
  ) {
    self.terms = terms
    self.rrpid = rrpid
    self.challenge = challenge
    self.cardholderID = cardholderID
    self.begun = begun
    self.beginning = beginning
    self.offer = offer
    self.offered = offered
    self.purchase = purchase
    self.purchaseName = purchaseName
    self.purchaseChallenge = purchaseChallenge
    self.receipt = receipt
  }
}

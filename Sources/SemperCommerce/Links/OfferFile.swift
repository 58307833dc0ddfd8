public import SemperCertification
public import SemperCoding
import SemperCommunication
public import SemperCryptography
public import SemperModel

/// An offer as one file, which is handed on in any way, such as a mail: the signed offer with all that a buyer needs to check it without a
/// network, and to reach the shop. Nothing in it has been verified; all of it is signed, so that it does not matter who brings it.
///
/// It says nothing that the shop does not say on line, is addressed to nobody, and is good for as long as the offer in it.
public struct OfferFile: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  public static let mediaType = "application/vnd.semper.offer+json"
  public static let ending = ".semper-offer"
  /// In bytes.
  public static let largest = 4 << 20
  static let limits = DecodingLimits(bytes: largest, members: 60_000)

  public let offer: SignedStatement
  public let terms: SignedStatement
  /// Descriptions of the shop, and of the bank and the arbiter that the offer names.
  public let seller: SignedStatement
  public let bank: SignedStatement
  public let arbiter: SignedStatement
  /// What evaluators say of the terms, where the shop shows it.
  public let evidence: ServiceEvidence?

  /// Refuses statements of other kinds.
  public init(
    offer: SignedStatement, terms: SignedStatement, seller: SignedStatement, bank: SignedStatement,
    arbiter: SignedStatement, evidence: ServiceEvidence? = nil
  ) throws(CodingError) {
    guard offer.kind == .offer, terms.kind == .terms, [seller, bank, arbiter].allSatisfy({ $0.kind == .role }) else {
      throw CodingError(.outOfRange, "a file with an offer holds the offer, its terms, and three descriptions of roles")
    }
    self.offer = offer
    self.terms = terms
    self.seller = seller
    self.bank = bank
    self.arbiter = arbiter
    self.evidence = evidence
  }

  /// Reads the file itself, or a saved mail that it is attached to, and to which no other is.
  ///
  /// Refuses (`malformed`, `tooLarge`, `notFound`; blame on the peer) what is neither.
  public init(reading bytes: [UInt8]) throws(Refusal) {
    var bytes = bytes
    if bytes.first != UInt8(ascii: "{") {
      do throws(MailError) {
        bytes = try MailAttachment(mediaType: Self.mediaType, ending: Self.ending, largest: Self.largest).find(
          in: bytes)
      } catch {
        throw Refusal(Self.code(of: error), blame: .peer, "this is neither an offer nor a mail with one: \(error)")
      }
    }
    // An editor or a mail program may have ended it with a line.
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard bytes.count <= Self.largest else {
      throw Refusal(.tooLarge, blame: .peer, "an offer in a file has at most \(Self.largest) bytes")
    }
    do throws(CodingError) { try self.init(canonicalBytes: bytes, limits: Self.limits) } catch {
      throw Refusal(.malformed, blame: .peer, "this is no offer, or it was changed on the way: \(error)")
    }
  }

  private static func code(of error: MailError) -> RefusalCode {
    switch error.code {
    case .malformed, .ambiguous: .malformed
    case .tooLarge: .tooLarge
    case .notFound: .notFound
    }
  }

  public var json: JSON {
    .fields([
      "arbiter": arbiter.json, "bank": bank.json, "evidence": evidence?.json, "offer": offer.json,
      "seller": seller.json, "terms": terms.json, "v": Self.version.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let (offer, terms): (SignedStatement, SignedStatement) = (try fields.value("offer"), try fields.value("terms"))
    let seller: SignedStatement = try fields.value("seller")
    let (bank, arbiter): (SignedStatement, SignedStatement) = (try fields.value("bank"), try fields.value("arbiter"))
    let evidence: ServiceEvidence? = try fields.optional("evidence")
    let version: Int = try fields.value("v")
    try fields.close()
    guard version == Self.version else {
      throw CodingError(.outOfRange, "a file of version \(version) is not known here").inside("v")
    }
    try self.init(offer: offer, terms: terms, seller: seller, bank: bank, arbiter: arbiter, evidence: evidence)
  }
}

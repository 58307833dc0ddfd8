public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A message as it travels.
///
/// The request's name (RRPID) pairs it with its answer and is the key under which a repetition is recognised.
public struct MessageWrapper: DERValue {
  /// The largest message that is looked at.
  public static let largest = 64 << 10
  /// How far the sender's clock may be from the receiver's.
  static let freshness: Int64 = 3600

  public let header: MessageHeader
  public let message: SETMessage

  init(_ header: MessageHeader, _ message: SETMessage) {
    self.header = header
    self.message = message
  }

  public var der: DERElement { .sequence([header.der, message.der.explicit(0)]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    header = try fields.value()
    message = try fields.explicit(0)
    try fields.close()
  }

  /// From bytes of anybody. Refuses with `size`, `decoding` or `version`.
  ///
  /// Enough for an answer: that it is to our question and not an old one shows its challenge or request name, however long it
  /// was on its way.
  public init(_ bytes: [UInt8]) throws(SETRefusal) {
    guard bytes.count <= Self.largest else {
      throw SETRefusal(.size, "a message has at most \(Self.largest) bytes")
    }
    do {
      self = try MessageWrapper(derBytes: bytes)
    } catch {
      throw SETRefusal(.decoding, "this is no message of SET, profile 2: \(error)")
    }
    guard header.version == MessageHeader.profile else {
      throw SETRefusal(.version, "only profile 2 of SET is spoken here")
    }
  }

  /// For a message that begins something. Refuses one of another hour with `date` too.
  public init(_ bytes: [UInt8], at now: Timestamp) throws(SETRefusal) {
    try self.init(bytes)
    try requireFresh(at: now)
  }

  /// Refuses with `date` what is older than an hour, and with `early` what is to be later than in an hour.
  func requireFresh(at now: Timestamp) throws(SETRefusal) {
    guard now.seconds - header.date.seconds <= Self.freshness else {
      throw SETRefusal(.date, "the message is not of this hour; set the clock and make a new one")
    }
    guard header.date.seconds - now.seconds <= Self.freshness else {
      throw SETRefusal(.early, "the message is of an hour to come; set the clock")
    }
  }

  /// By which a repetition is known: of the message alone. Whoever carries it can change the header's date and the name of the program, and
  /// what was sent then must get the answer all the same.
  var content: SemperModel.Digest { SemperModel.Digest(plain: message.derBytes) }

  /// Holds a merchant's header against what it has signed, the date with it: what has come too late once cannot come with another date.
  func requireTags(_ tags: RRTags, of transaction: TransIDs? = nil) throws(SETRefusal) {
    try requireName(tags.rrpid, of: transaction)
    guard header.date == tags.date else {
      throw SETRefusal(.header, "the header bears another time than the message")
    }
  }

  /// Holds what the header says in the clear against what the message says under signature or seal. What is left, the name of the
  /// program and the date of what has no `RRTags`, decides nothing.
  func requireName(_ rrpid: RRPID, of transaction: TransIDs? = nil) throws(SETRefusal) {
    try requireName(rrpid, ids: transaction.map { MessageIDs(of: $0) })
  }

  func requireName(_ rrpid: RRPID, ids: MessageIDs?) throws(SETRefusal) {
    guard header.rrpid == rrpid, header.ids == ids else {
      throw SETRefusal(.header, "the header names another request or transaction than the message")
    }
  }
}

extension MessageIDs {
  init(of transaction: TransIDs) {
    self.init(cardholderID: transaction.cardholderID, merchantID: transaction.merchantID, xid: transaction.xid)
  }
}

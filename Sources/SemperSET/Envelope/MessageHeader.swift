public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What every message says in the clear: which profile, when, about which transaction, and as which request.
public struct MessageHeader: DERValue, Hashable {
  /// SET 1.0 with its algorithms of 1997 was version 1; this is what stands for today's.
  static let profile = 2

  public let version: Int
  public let date: Timestamp
  public let ids: MessageIDs?
  public let rrpid: RRPID?
  public let software: SWIdent

  init(date: Timestamp, ids: MessageIDs?, rrpid: RRPID?, software: SWIdent) {
    version = Self.profile
    self.date = date
    self.ids = ids
    self.rrpid = rrpid
    self.software = software
  }

  public var der: DERElement {
    .sequence([version.der, date.der, ids?.der.implicit(0), rrpid?.der.implicit(1), software.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    version = try fields.value()
    date = try fields.value()
    ids = try fields.optional(0)
    rrpid = try fields.optional(1)
    software = try fields.value()
    try fields.close()
  }
}

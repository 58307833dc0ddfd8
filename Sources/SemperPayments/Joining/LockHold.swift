public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What a ledger keeps of a lock for settlements of two locks at once, besides how it ended. Pure: each ledger stores it with
/// the lock, in the transaction of the call.
public struct LockHold: Hashable, Sendable, CanonicalValue {
  /// The pledge under which the lock stands still, as it was signed, and since when.
  public private(set) var pledge: SignedStatement?
  public private(set) var since: Timestamp?
  /// Pledges of until then freeze the lock no more: the deciding ledger has spoken.
  public private(set) var released: Timestamp?
  /// Divisions of until then are taken no more: it was said that there are none.
  public private(set) var lapsed: Timestamp?

  public init() {}

  public var isEmpty: Bool { self == LockHold() }

  /// Refuses (`unavailable`) whatever would end a lock that stands still: ask again when the deciding ledger has spoken.
  public func requireFree() throws(Refusal) {
    guard pledge == nil else {
      throw Refusal(
        .unavailable, blame: .peer, "the lock stands still until another ledger has decided; ask again later")
    }
  }

  /// Refuses what may end the lock no more, or not now, for a division.
  public func requireFree(for division: LockDivision) throws(Refusal) {
    try requireFree()
    guard lapsed.map({ division.until > $0 }) ?? true else {
      throw Refusal(.expired, blame: .peer, "it was said that nothing was agreed until \(division.until)")
    }
  }

  /// Stands still under a pledge that has been verified. A repetition changes nothing.
  ///
  /// Refuses with `expired` a pledge whose time is over, and with `unavailable` a second one while the first holds.
  public mutating func freeze(_ signed: SignedStatement, _ content: LockPledge, at now: Timestamp) throws(Refusal) {
    if pledge?.digest == signed.digest { return }
    guard now <= content.until, released.map({ content.until > $0 }) ?? true else {
      throw Refusal(.expired, blame: .peer, "the time of this pledge is over; ask for a new one")
    }
    guard pledge == nil else {
      throw Refusal(.unavailable, blame: .peer, "the lock stands still for another agreement; ask again later")
    }
    pledge = signed
    since = now
  }

  /// The deciding ledger has said under this pledge that it will divide nothing: the lock stands as before, and the pledge
  /// freezes it no more.
  public mutating func release(_ signed: SignedStatement, _ content: LockPledge) {
    released = max(released ?? content.until, content.until)
    guard pledge?.digest == signed.digest else { return }
    (pledge, since) = (nil, nil)
  }

  /// Refuses (`lockInvalid`) a pledge under which the lock does not stand still, so that nothing is paid under it.
  public func requireFrozen(under signed: SignedStatement) throws(Refusal) {
    guard pledge?.digest == signed.digest else {
      throw Refusal(.lockInvalid, blame: .peer, "the lock does not stand still under this pledge")
    }
  }

  /// Takes no division any more that was to be brought by then. Refuses (`unavailable`) while it still could be.
  public mutating func lapse(_ until: Timestamp, at now: Timestamp) throws(Refusal) {
    guard now > until else {
      throw Refusal(.unavailable, blame: .peer, "a division may still be brought until \(until); ask again then")
    }
    lapsed = max(lapsed ?? until, until)
  }

  public var json: JSON {
    .fields([
      "lapsed": lapsed?.json, "pledge": pledge?.json, "released": released?.json, "since": since?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    lapsed = try fields.optional("lapsed")
    pledge = try fields.optional("pledge")
    released = try fields.optional("released")
    since = try fields.optional("since")
    try fields.close()
    guard (pledge == nil) == (since == nil) else {
      throw CodingError(.missing, "a lock stands still since a time").inside("since")
    }
  }
}

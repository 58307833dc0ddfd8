public import SemperCoding
import SemperCryptography
public import SemperModel

/// What M1 and M2 have in common: the party's opening secret sealed to the arbiter, and its items in locked form.
public struct Commitment: Hashable, Sendable, CanonicalValue {
  /// E_X: s_X sealed to the arbiter for this exchange, role and key.
  public let escrow: ByteString
  /// L_X, in the order of the terms.
  public let locked: [LockedItem]

  public init(escrow: ByteString, locked: [LockedItem]) {
    self.escrow = escrow
    self.locked = locked
  }

  public var json: JSON { .fields(["escrow": escrow.json, "locked": locked.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    escrow = try fields.value("escrow")
    locked = try fields.value("locked")
    try fields.close()
    guard escrow.bytes.count <= 256, (1...ExchangeBody.mostItems).contains(locked.count) else {
      throw CodingError(.tooLarge, "a commitment has one escrow and 1 to \(ExchangeBody.mostItems) items")
    }
  }
}

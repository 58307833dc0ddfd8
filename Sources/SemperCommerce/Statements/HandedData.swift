public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperStatements

/// Data that is handed over outside an exchange, sealed on its way and opened by what stands here.
public struct HandedData: Hashable, Sendable, CanonicalValue {
  public let item: String
  public let locked: LockedData
  public let opening: ItemOpening

  public init(item: String, locked: LockedData, opening: ItemOpening) {
    self.item = item
    self.locked = locked
    self.opening = opening
  }

  /// In place of an exchange: what the data is sealed for, so that no two steps share a ciphertext.
  public static func place(deal: ID<Deal>, turn: Int, item: String) -> Digest {
    let place: JSON = .fields(["deal": deal.json, "item": item.json, "turn": turn.json])
    return Digest(of: place.canonicalBytes, for: .context)
  }

  public var json: JSON { .fields(["item": item.json, "locked": locked.json, "opening": opening.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    item = try fields.value("item")
    locked = try fields.value("locked")
    opening = try fields.value("opening")
    try fields.close()
  }
}

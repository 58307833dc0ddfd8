public import SemperCoding
import SemperModel

/// An item as it is planned with: what kind of thing it is, and how large, before anything of it exists.
public struct DraftItem: Hashable, Sendable, CanonicalValue {
  public enum Kind: String, Sendable, CaseIterable, CanonicalValue {
    case money, bond, statement, certificate, credential, mail, data, content, parcel
    /// Money on an account, which the arbiter can take back for a while after it was claimed.
    case accountMoney = "account-money"
    /// Data that the arbiter may see and check as a whole.
    case smallData = "small-data"
  }

  public let kind: Kind
  /// Only of data. Of `content`, which is exchanged as small data where its length allows it, it must be known.
  public let bytes: Int64?

  /// Refuses a length of what has none, content without one, and small data or mail that is too large.
  public init(_ kind: Kind, bytes: Int64?) throws(CodingError) {
    self.kind = kind
    self.bytes = bytes
    switch kind {
    case .content:
      guard bytes != nil else {
        throw CodingError(.missing, "content has a length: write content:BYTES").inside("bytes")
      }
    case .data: break
    case .smallData, .mail:
      guard bytes ?? 1 <= ItemDescription.largestChecked else {
        throw CodingError(.tooLarge, "small data and mail have at most \(ItemDescription.largestChecked) bytes")
          .inside("bytes")
      }
    case .money, .bond, .statement, .certificate, .credential, .parcel, .accountMoney:
      guard bytes == nil else { throw CodingError(.outOfRange, "only data has a length in bytes").inside("bytes") }
    }
    guard bytes ?? 1 > 0 else { throw CodingError(.outOfRange, "data has at least one byte").inside("bytes") }
  }

  private init(unchecked kind: Kind) {
    self.kind = kind
    bytes = nil
  }

  public static let money = DraftItem(unchecked: .money)
  public static let accountMoney = DraftItem(unchecked: .accountMoney)
  public static let bond = DraftItem(unchecked: .bond)
  public static let statement = DraftItem(unchecked: .statement)
  public static let certificate = DraftItem(unchecked: .certificate)
  public static let credential = DraftItem(unchecked: .credential)
  public static let mail = DraftItem(unchecked: .mail)
  public static let smallData = DraftItem(unchecked: .smallData)
  public static let data = DraftItem(unchecked: .data)
  public static let parcel = DraftItem(unchecked: .parcel)

  /// Content is small data where its length allows it and the arbiter may see it.
  public func itemClass(arbiterMaySeeData: Bool) -> ItemClass {
    switch kind {
    case .money, .bond: .lock
    case .accountMoney: .reversibleLock
    case .statement, .certificate: .statement
    case .credential: .revocable
    case .mail: .mail
    case .smallData: .checkedData
    case .data: .data
    case .content:
      arbiterMaySeeData && (bytes ?? .max) <= ItemDescription.largestChecked ? .checkedData : .data
    case .parcel: .unsecured
    }
  }

  /// A kind alone is written as its word.
  public var json: JSON { bytes == nil ? kind.json : .fields(["bytes": bytes?.json, "item": kind.json]) }

  public init(json: JSON) throws(CodingError) {
    if case .string = json {
      try self.init(Kind(json: json), bytes: nil)
      return
    }
    var fields = try ObjectReader(json)
    let kind: Kind = try fields.value("item")
    let bytes: Int64? = try fields.optional("bytes")
    try fields.close()
    try self.init(kind, bytes: bytes)
  }
}

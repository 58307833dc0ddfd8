public import SemperArchiveSQLite
public import SemperCoding
public import SemperModel

/// What came of an order: which packages were not there before, and the edition that is public now.
public struct DirectoryReceipt: Hashable, Sendable, CanonicalValue {
  /// In the order of the packages.
  public let isNew: [Bool]
  public let edition: EditionNumbers

  public var json: JSON { .fields(["edition": edition.json, "new": isNew.json]) }

  init(isNew: [Bool], edition: EditionNumbers) {
    self.isNew = isNew
    self.edition = edition
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    edition = try fields.value("edition")
    isNew = try fields.value("new")
    try fields.close()
  }

  /// What crosses the socket.
  public enum Answer: Hashable, RefusingAnswer {
    public static let limits = DecodingLimits(bytes: 64 << 10)

    case done(DirectoryReceipt)
    case refused(Refusal)

    public var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }

    public var json: JSON {
      switch self {
      case .done(let receipt): .fields(["done": receipt.json])
      case .refused(let refusal): .fields(["refused": refusal.json])
      }
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      let receipt: DirectoryReceipt? = try fields.optional("done")
      let refusal: Refusal? = try fields.optional("refused")
      try fields.close()
      switch (receipt, refusal) {
      case (let receipt?, nil): self = .done(receipt)
      case (nil, let refusal?): self = .refused(refusal)
      default: throw CodingError(.wrongForm, "an order is done or refused")
      }
    }
  }
}

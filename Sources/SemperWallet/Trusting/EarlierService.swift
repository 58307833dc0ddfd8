public import SemperCoding
public import SemperModel
import SemperTerms

/// The service under which the owner dealt with a seller before, where the seller now comes with another one of the same name, and what
/// that changes.
public struct EarlierService: Hashable, Sendable, CanonicalValue {
  /// One thing that is other than before.
  public struct Change: Hashable, Sendable, CanonicalValue {
    public let words: String
    public let isWorse: Bool

    init(_ change: TermsChange) {
      words = change.words
      isWorse = change.isWorseForBuyer
    }

    public var json: JSON { .fields(["words": words.json, "worseForBuyer": isWorse.json]) }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      words = try fields.value("words")
      isWorse = try fields.value("worseForBuyer")
      try fields.close()
    }
  }

  public let service: Digest
  public let version: String
  public let changes: [Change]

  /// Whether a buyer is, or may be, worse off than before.
  public var isWorse: Bool { changes.contains(where: \.isWorse) }

  init(service: Digest, version: String, changes: [Change]) {
    self.service = service
    self.version = version
    self.changes = changes
  }

  public var json: JSON { .fields(["changes": changes.json, "service": service.json, "version": version.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    changes = try fields.value("changes")
    service = try fields.value("service")
    version = try fields.value("version")
    try fields.close()
  }
}

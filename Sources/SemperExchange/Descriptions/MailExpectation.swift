public import SemperCoding
import SemperModel

/// How long mail may be. Nothing else is known of it before it is open.
public struct MailExpectation: Hashable, Sendable, CanonicalValue {
  public var longest: Int64

  public init(longest: Int64) { self.longest = longest }

  func difference(length: Int64) -> ItemDifference? {
    length <= longest ? nil : .differs("length", "it has \(length) bytes and at most \(longest) are expected")
  }

  public var json: JSON { .fields(["longest": longest.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    longest = try fields.value("longest")
    try fields.close()
    guard longest > 0 else { throw CodingError(.outOfRange, "mail has at least one byte").inside("longest") }
  }
}

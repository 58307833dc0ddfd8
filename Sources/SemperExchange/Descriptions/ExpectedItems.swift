public import SemperCoding
import SemperModel

/// One line of what a party expects of a whole side: an item, and how many of it.
public struct ExpectedItems: Hashable, Sendable, CanonicalValue {
  public let item: ItemExpectation
  public let count: ClosedRange<Int>

  /// Refuses counts outside 0 to the most items a side may have, and a line that allows none.
  public init(_ item: ItemExpectation, count: ClosedRange<Int> = 1...1) throws(CodingError) {
    guard count.lowerBound >= 0, (1...ExchangeBody.mostItems).contains(count.upperBound) else {
      throw CodingError(.outOfRange, "an expectation counts up to \(ExchangeBody.mostItems) items")
    }
    self.item = item
    self.count = count
  }

  public var json: JSON {
    .fields(["item": item.json, "least": count.lowerBound.json, "most": count.upperBound.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let item: ItemExpectation = try fields.value("item")
    let least: Int = try fields.value("least")
    let most: Int = try fields.value("most")
    try fields.close()
    guard least <= most else { throw CodingError(.outOfRange, "the least count is not above the most") }
    try self.init(item, count: least...most)
  }
}

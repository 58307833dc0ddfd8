public import SemperCoding
public import SemperModel

/// What a party expects of the peer's whole side: lines with counts, such as "a receipt, and at least two of these
/// contents".
///
/// A side matches when each of its items can be given to one line so that every line has as many as it counts. Listed
/// sides give their items in the order of the lines; of others the order does not matter. Where lines overlap, an item is
/// given to whichever line makes the whole match, so that loosening a line never refuses what matched.
///
/// The same item twice (`ItemParticulars.isSameItem`) is not two items, unless it is money or mail: who expects two recordings
/// does not get one of them twice.
public struct SideExpectation: Hashable, Sendable, CanonicalValue {
  public static let mostLines = 16
  public static let limits = DecodingLimits(bytes: 512 << 10, depth: 14, members: 10_000)

  public enum Order: String, Sendable, CaseIterable, CanonicalValue { case listed, any }

  public let lines: [ExpectedItems]
  public let order: Order

  /// Refuses more than 16 lines. No line at all expects nothing, as a transfer's side does.
  public init(_ lines: [ExpectedItems], order: Order) throws(CodingError) {
    guard lines.count <= Self.mostLines else {
      throw CodingError(.tooMany, "an expectation has at most \(Self.mostLines) lines")
    }
    self.lines = lines
    self.order = order
  }

  /// Throws a `Refusal` that names the first item that is expected nowhere, with its difference, or the first line that
  /// has too few; see `ItemExpectation.check`.
  public func check(_ items: [ItemParticulars], as appraisal: Appraisal) throws(Refusal) {
    guard items.count <= ExchangeBody.mostItems else {
      throw Refusal(.tooLarge, blame: appraisal.blame, "a side has at most \(ExchangeBody.mostItems) items")
    }
    if let (first, second) = Self.repetition(in: items) {
      throw Refusal(
        .notAsOffered, blame: appraisal.blame,
        "items \(first + 1) and \(second + 1) are the same item, and having it twice is worth no more than having it once"
      )
    }
    let fits = items.map { item in lines.map { $0.item.matches(item) } }
    let assignment = SideAssignment(fits: fits, counts: lines.map(\.count))
    let matches =
      switch order {
      case .listed: assignment.existsInOrder
      case .any: assignment.exists
      }
    guard !matches else { return }
    throw refusal(items, fits, appraisal)
  }

  /// The first two places of an item that counts once and is there twice.
  private static func repetition(in items: [ItemParticulars]) -> (Int, Int)? {
    for (second, item) in items.enumerated() where item.countsOnce {
      if let first = items[..<second].firstIndex(where: item.isSameItem) { return (first, second) }
    }
    return nil
  }

  public func matches(_ items: [ItemParticulars]) -> Bool { (try? check(items, as: .promised)) != nil }

  private func refusal(_ items: [ItemParticulars], _ fits: [[Bool]], _ appraisal: Appraisal) -> Refusal {
    for (number, item) in items.enumerated() where !fits[number].contains(true) {
      guard lines.count == 1, let difference = lines.first?.item.difference(from: item) else {
        return Refusal(
          .notAsOffered, blame: appraisal.blame,
          "item \(number + 1), of the class \(item.description.itemClass.rawValue), fits no line of what is expected")
      }
      let found = difference.refusal(appraisal)
      return Refusal(found.code, blame: found.blame, "item \(number + 1): \(found.detail)")
    }
    for (number, line) in lines.enumerated() {
      let count = fits.count { $0[number] }
      if count < line.count.lowerBound {
        return Refusal(
          .notAsOffered, blame: appraisal.blame,
          "line \(number + 1) expects at least \(line.count.lowerBound) items and \(count) fit it")
      }
    }
    return Refusal(
      .notAsOffered, blame: appraisal.blame,
      "the \(items.count) items cannot be divided among the lines with the counts"
        + (order == .listed ? " and in the order" : "") + " that are expected")
  }

  public var json: JSON { .fields(["lines": lines.json, "order": order.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(fields.value("lines"), order: fields.value("order"))
    try fields.close()
  }
}

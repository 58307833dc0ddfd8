package import SemperModel

/// The open deals in which no buyer has bound itself, by where their orders came from, oldest first. An order costs nothing,
/// so these are what somebody could fill a shop with.
package struct UncommittedDeals: Sendable {
  private var deals: [(id: ID<Deal>, source: String)] = []

  package init() {}

  package mutating func insert(_ id: ID<Deal>, from source: String) { deals.append((id, source)) }

  /// `nil` where the buyer has bound itself.
  package func source(of id: ID<Deal>) -> String? { deals.first { $0.id == id }?.source }

  package mutating func remove(_ id: ID<Deal>) { deals.removeAll { $0.id == id } }

  /// The deal that has to make room for one more from this source: the oldest of the source that has most, if it would still
  /// have at least as many as this one then. `nil` where that would only put one buyer in another's place.
  package func oldestInTheWay(of source: String) -> ID<Deal>? {
    var counts: [String: Int] = [:]
    for deal in deals { counts[deal.source, default: 0] += 1 }
    guard let most = deals.map({ counts[$0.source, default: 0] }).max(), most > counts[source, default: 0] + 1 else {
      return nil
    }
    return deals.first { counts[$0.source] == most }?.id
  }
}

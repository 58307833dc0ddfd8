import SemperExchange

// In which containers the two sides of a cell give their items.
extension CellSetup {
  /// These items of a side in its container; `nil` where the side lists them, as it does in a transfer and piece for piece.
  func container<Item>(_ items: [Item], of side: ExchangeSideName) -> ContainerOutline<Item>? {
    guard cell == .mixed, plan.level.isExchange else { return nil }
    guard let mix else {
      return ContainerOutline(
        items, attributes: SecurityAttributes(confidentiality: true, originNonRepudiation: true))
    }
    return mix.side(side.asDrafted).filled(with: items)
  }

  /// Where the items of a side have their places, in order.
  func places(of side: ExchangeSideName) -> [String] {
    let words = items(of: side).map(\.word)
    return (container(words, of: side) ?? ContainerOutline(words)).entries.map { entry in
      ([side.rawValue, entry.node].filter { !$0.isEmpty } + ["\(entry.number)-\(entry.item)"]).joined(separator: "/")
    }
  }

  /// How many bytes each item of a side is to have; `nil` where nobody says.
  func bytes(of side: ExchangeSideName) -> [Int64?] {
    mix?.exchanged(side.asDrafted).map(\.item.bytes) ?? items(of: side).map { _ in nil }
  }
}

extension ExchangeSideName {
  var asDrafted: PlanObstacle.Side { self == .proposer ? .proposer : .invited }
}

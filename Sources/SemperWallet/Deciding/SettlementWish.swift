import SemperCommerce
public import SemperExchange
public import SemperModel

/// How a buyer would settle a deal with its seller when the arbiter is gone.
public struct SettlementWish: Hashable, Sendable {
  /// What the seller gets of the locked money; the rest comes back.
  public let paid: Money
  /// Whether what the seller owes counts as given: the receipt, and the goods.
  public let isGiven: Bool

  public init(paid: Money, isGiven: Bool) {
    self.paid = paid
    self.isGiven = isGiven
  }

  /// What is proposed about each item of the exchange.
  public func plan(for side: ExchangeSide, until: Timestamp) -> SettlementPlan {
    SettlementPlan(
      fates: side.items.map { item in
        switch item.description {
        case .lock, .bond, .reversibleLock: .paid(paid)
        case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: isGiven ? .given : .void
        }
      }, until: until)
  }
}

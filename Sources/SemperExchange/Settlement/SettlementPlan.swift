public import SemperCoding
import SemperCryptography
public import SemperModel

/// How an exchange is to end without its arbiter: the fate of each item, and until when the peer may agree.
public struct SettlementPlan: Hashable, Sendable, CanonicalValue {
  /// In the order of the terms: the originator's items, then the responder's.
  public let fates: [ItemFate]
  /// After this time a ledger takes the payer's agreement no more.
  public let until: Timestamp

  public init(fates: [ItemFate], until: Timestamp) {
    self.fates = fates
    self.until = until
  }

  /// What names this agreement about this exchange at ledgers.
  public func agreement(on exchange: Digest) -> Digest {
    let agreed: JSON = .fields(["exchange": exchange.json, "fates": fates.json, "until": until.json])
    return Digest(of: agreed.canonicalBytes, for: .settlement)
  }

  /// What the payee gets of each lock that is divided, by its place in the terms: of none, one, or one of each party.
  public var divisions: [(index: Int, paid: Money)] {
    fates.enumerated().compactMap { index, fate in
      switch fate {
      case .paid(let money): (index, money)
      case .given, .void: nil
      }
    }
  }

  /// Whether money is under lock, so that a ledger's word makes the settlement.
  public var dividesLocks: Bool { !divisions.isEmpty }

  /// What is paid of the first lock that is divided; `nil` where no money is under lock.
  public var paid: Money? { divisions.first?.paid }

  /// Whether everything is given and paid as agreed in the first place.
  public func fulfils(_ items: [DescribedItem]) -> Bool {
    zip(items, fates).allSatisfy { item, fate in
      switch (item.description, fate) {
      case (.lock(let amount, _, _), .paid(let paid)), (.reversibleLock(let amount, _, _, _), .paid(let paid)):
        paid == amount
      case (.bond, .paid(let paid)): paid.minorUnits == 0
      case (_, .given): true
      case (_, .void), (_, .paid): false
      }
    }
  }

  /// Everything back: no item counts as given, and all money is its payer's again.
  public static func undoing(_ items: [DescribedItem], until: Timestamp) -> SettlementPlan {
    SettlementPlan(
      fates: items.map { item in
        switch item.description {
        case .lock(let amount, _, _), .bond(let amount, _, _), .reversibleLock(let amount, _, _, _):
          .paid(.zero(amount.currency))
        case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: .void
        }
      }, until: until)
  }

  /// Everything given and paid as agreed in the first place; a bond comes back.
  public static func fulfilling(_ items: [DescribedItem], until: Timestamp) -> SettlementPlan {
    SettlementPlan(
      fates: items.map { item in
        switch item.description {
        case .lock(let amount, _, _), .reversibleLock(let amount, _, _, _): .paid(amount)
        case .bond(let amount, _, _): .paid(.zero(amount.currency))
        case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured: .given
        }
      }, until: until)
  }

  /// Whether it gives everything back, so that neither side keeps anything of the other's.
  public var undoes: Bool {
    fates.allSatisfy { fate in
      switch fate {
      case .void: true
      case .given: false
      case .paid(let money): money.minorUnits == 0
      }
    }
  }

  public var json: JSON { .fields(["fates": fates.json, "until": until.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    fates = try fields.value("fates")
    until = try fields.value("until")
    try fields.close()
    guard (2...2 * ExchangeBody.mostItems).contains(fates.count) else {
      throw CodingError(.outOfRange, "a settlement says something about each item of both sides").inside("fates")
    }
  }
}

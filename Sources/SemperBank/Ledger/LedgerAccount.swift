public import SemperCoding
public import SemperModel

/// Where the ledger keeps money: with a customer, or for one of the bank's own purposes.
public enum LedgerAccount: Hashable, Sendable {
  /// The account of the holder of a key.
  case customer(Thumbprint)
  /// The source of granted play money, always below zero.
  case playMoney
  /// Coins that the mint has issued and that have not come back.
  case coins
  /// Coins under locks.
  case locks
  /// Coins given up for new ones that their holders have not shown yet to stay theirs.
  case refreshes
  /// What the mint has earned.
  case fees
  /// Money of accounts under locks, and claimed money that can still be undone.
  case holds
  /// Money that cards have been authorised for and that is not captured yet.
  case authorisations
  /// What is owed to card gateways until it is settled; below zero what they owe.
  case acquirers
  /// Value on purses, and on the way between purses, modules and accounts.
  case purses
  /// What forged or copied purses have cost their provider; goes below zero.
  case purseLosses

  /// What is owed to other banks for transfers; below zero what they owe.
  case clearing

  var mayBeNegative: Bool {
    switch self {
    case .playMoney, .acquirers, .purseLosses, .clearing: true
    case .customer, .coins, .locks, .refreshes, .fees, .holds, .authorisations, .purses: false
    }
  }
}

extension LedgerAccount: CanonicalValue, CustomStringConvertible {
  private static let customerPrefix = "customer:"
  private static let own = [
    playMoney, coins, locks, refreshes, fees, holds, authorisations, acquirers, purses, purseLosses, clearing,
  ]

  public var description: String {
    switch self {
    case .customer(let owner): Self.customerPrefix + owner.description
    case .playMoney: "play-money"
    case .coins: "coins"
    case .locks: "locks"
    case .refreshes: "refreshes"
    case .fees: "fees"
    case .holds: "holds"
    case .authorisations: "authorisations"
    case .acquirers: "acquirers"
    case .purses: "purses"
    case .purseLosses: "purse-losses"
    case .clearing: "clearing"
    }
  }

  public var json: JSON { .string(description) }

  public init(json: JSON) throws(CodingError) {
    let text = try String(json: json)
    if text.hasPrefix(Self.customerPrefix) {
      self = .customer(try Thumbprint(text: String(text.dropFirst(Self.customerPrefix.count))))
    } else if let own = Self.own.first(where: { $0.description == text }) {
      self = own
    } else {
      throw CodingError(.outOfRange, "the ledger has no account “\(text.prefix(40))”")
    }
  }
}

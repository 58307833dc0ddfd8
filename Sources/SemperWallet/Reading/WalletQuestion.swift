public import SemperArchiveSQLite
public import SemperCoding
public import SemperModel

/// What may be asked of a wallet without changing anything in it.
public enum WalletQuestion: Hashable, HomeQuestion {
  public typealias Answer = WalletAnswer
  public static let socketName = "wallet.sock"
  public static let limits = DecodingLimits(bytes: 16 << 10, depth: 4, members: 128)

  case balance
  case deals
  case deal(ID<Deal>)
  /// The rights that the wallet holds.
  case rights
  /// A right as its holder shows it.
  case present(RightShowing)

  private enum Word: String, CanonicalValue { case balance, deals, deal, rights, present }

  public var json: JSON {
    switch self {
    case .balance: .fields(["ask": Word.balance.json])
    case .deals: .fields(["ask": Word.deals.json])
    case .deal(let deal): .fields(["ask": Word.deal.json, "deal": deal.json])
    case .rights: .fields(["ask": Word.rights.json])
    case .present(let showing): .fields(["ask": Word.present.json, "showing": showing.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("ask", as: Word.self) {
    case .balance: self = .balance
    case .deals: self = .deals
    case .deal: self = .deal(try fields.value("deal"))
    case .rights: self = .rights
    case .present: self = .present(try fields.value("showing"))
    }
    try fields.close()
  }
}

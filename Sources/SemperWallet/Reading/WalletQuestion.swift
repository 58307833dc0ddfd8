public import SemperCoding
public import SemperModel

/// What may be asked of a wallet without changing anything in it.
public enum WalletQuestion: Hashable, Sendable, CanonicalValue {
  /// The longest question in bytes.
  static let longest = 256
  static let limits = DecodingLimits(bytes: longest, depth: 2, members: 4)

  case balance
  case deals
  case deal(ID<Deal>)

  private enum Word: String, CanonicalValue { case balance, deals, deal }

  public var json: JSON {
    switch self {
    case .balance: .fields(["ask": Word.balance.json])
    case .deals: .fields(["ask": Word.deals.json])
    case .deal(let deal): .fields(["ask": Word.deal.json, "deal": deal.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("ask", as: Word.self) {
    case .balance: self = .balance
    case .deals: self = .deals
    case .deal: self = .deal(try fields.value("deal"))
    }
    try fields.close()
  }
}

public import SemperArchiveSQLite
public import SemperCoding

/// What a wallet says to a question.
public enum WalletAnswer: Hashable, HomeAnswer {
  /// A bundle is at most 8 MiB; the rest of an answer is small.
  public static let limits = DecodingLimits(bytes: 9 << 20, members: 60_000)

  case balance(WalletMoney)
  case deals([DealSummary])
  case deal(ShownDeal)
  case rights([WalletRight])
  /// A right as it is shown: an SD-JWT with its holder's word.
  case presented(String)
  /// It could not be answered, and why.
  case failed(String)

  private enum Word: String, CanonicalValue { case balance, deals, deal, rights, presented, failed }

  public static func unread(_ error: CodingError) -> WalletAnswer {
    .failed("the question is not one that this wallet understands")
  }

  public static func failed(_ error: any Error) -> WalletAnswer { .failed("\(error)") }

  public static func silent(home: String) throws -> WalletAnswer? {
    throw WalletError(.notReachable, .errorSilent, ["home": home])
  }

  public func granted() throws -> WalletAnswer {
    if case .failed(let reason) = self { throw WalletError(.notPossible, .errorRunning, ["reason": reason]) }
    return self
  }

  public var json: JSON {
    func answer(_ word: Word, _ value: JSON) -> JSON { .fields(["answer": word.json, "value": value]) }
    switch self {
    case .balance(let money): return answer(.balance, money.json)
    case .deals(let deals): return answer(.deals, deals.json)
    case .deal(let deal): return answer(.deal, deal.json)
    case .rights(let rights): return answer(.rights, rights.json)
    case .presented(let shown): return answer(.presented, shown.json)
    case .failed(let reason): return answer(.failed, reason.json)
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("answer", as: Word.self) {
    case .balance: self = .balance(try fields.value("value"))
    case .deals: self = .deals(try fields.value("value"))
    case .deal: self = .deal(try fields.value("value"))
    case .rights: self = .rights(try fields.value("value"))
    case .presented: self = .presented(try fields.value("value"))
    case .failed: self = .failed(try fields.value("value"))
    }
    try fields.close()
  }
}

public import SemperCoding
public import SemperCommunication
public import SemperModel
public import SemperStatements

/// Something that a party has to give, with where it is.
public enum PartyWare: Hashable, Sendable, CanonicalValue {
  case money(Money, bank: Address)
  /// Money on the party's account, which the arbiter can give back for so long after the peer has claimed it.
  case accountMoney(Money, bank: Address, settlement: Span)
  /// Money that the peer gets only where the arbiter finds that we failed.
  case bond(Money, bank: Address)
  /// Our own word, such as a receipt or a contract.
  case statement(HumanText)
  /// An issuer's word, by the file with its grant.
  case certificate(grant: String)
  /// The same, with a status at the issuer's registry.
  case credential(grant: String)
  case mail(file: String)
  /// A folder that is small enough for the arbiter to check.
  case smallData(folder: String)
  case data(folder: String)
  /// Bytes whose number nobody knows yet, from a file or a pipe; `-` is standard input. Only transferred.
  case stream(source: String, MediaType)

  private enum Word: String, CanonicalValue {
    case money, bond, statement, certificate, credential, mail, data, stream
    case smallData = "small-data"
    case accountMoney = "account-money"
  }

  /// What it is, as a part of an item's place.
  var name: String { parts.word.rawValue }

  private var parts: (word: Word, value: JSON, bank: Address?) {
    switch self {
    case .money(let amount, let bank): (.money, amount.json, bank)
    case .accountMoney(let amount, let bank, _): (.accountMoney, amount.json, bank)
    case .bond(let amount, let bank): (.bond, amount.json, bank)
    case .statement(let text): (.statement, text.json, nil)
    case .certificate(let grant): (.certificate, grant.json, nil)
    case .credential(let grant): (.credential, grant.json, nil)
    case .mail(let file): (.mail, file.json, nil)
    case .smallData(let folder): (.smallData, folder.json, nil)
    case .data(let folder): (.data, folder.json, nil)
    case .stream(let source, _): (.stream, source.json, nil)
    }
  }

  public var json: JSON {
    let parts = parts
    let settlement: Span? = if case .accountMoney(_, _, let settlement) = self { settlement } else { nil }
    let type: MediaType? = if case .stream(_, let type) = self { type } else { nil }
    return .fields([
      "bank": parts.bank?.json, "gives": parts.word.json, "settlement": settlement?.json, "type": type?.json,
      "what": parts.value,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("gives", as: Word.self) {
    case .money: self = .money(try fields.value("what"), bank: try fields.value("bank"))
    case .accountMoney:
      self = .accountMoney(
        try fields.value("what"), bank: try fields.value("bank"), settlement: try fields.value("settlement"))
    case .bond: self = .bond(try fields.value("what"), bank: try fields.value("bank"))
    case .statement: self = .statement(try fields.value("what"))
    case .certificate: self = .certificate(grant: try fields.value("what"))
    case .credential: self = .credential(grant: try fields.value("what"))
    case .mail: self = .mail(file: try fields.value("what"))
    case .smallData: self = .smallData(folder: try fields.value("what"))
    case .data: self = .data(folder: try fields.value("what"))
    case .stream: self = .stream(source: try fields.value("what"), try fields.value("type"))
    }
    try fields.close()
  }

  /// What has to be in the purse in coins for it, and of which bank.
  var coins: (amount: Money, bank: Address)? {
    switch self {
    case .money(let amount, let bank), .bond(let amount, let bank): (amount, bank)
    case .accountMoney, .statement, .certificate, .credential, .mail, .smallData, .data, .stream: nil
    }
  }

  /// The file with the grant by which an issuer issues it.
  var grant: String? {
    switch self {
    case .certificate(let grant), .credential(let grant): grant
    case .money, .accountMoney, .bond, .statement, .mail, .smallData, .data, .stream: nil
    }
  }
}

import SemperBank
import SemperCoding
import SemperModel

/// What has become of a transfer.
enum TransferOutcome: Hashable, Sendable, CanonicalValue {
  case settled
  case rejected(TransferRejection)

  /// The status, and the reason of a rejection, as pacs.002 and pain.002 write them.
  var elements: [XMLElement] {
    switch self {
    case .settled: [XMLElement("TxSts", text: "ACSC")]
    case .rejected(let why):
      [XMLElement("TxSts", text: "RJCT"), .path(["StsRsnInf", "Rsn", "Cd"], text: why.rawValue)]
    }
  }

  init(_ element: XMLElement, in path: [String]) throws(CodingError) {
    switch try element.text(at: path + ["TxSts"]) {
    case "ACSC": self = .settled
    case "RJCT":
      let code = try element.text(at: path + ["StsRsnInf", "Rsn", "Cd"])
      self = .rejected(try TransferRejection(json: .string(code)))
    case let status: throw CodingError(.outOfRange, "the status “\(status.prefix(8))” is not read here", at: path)
    }
  }

  var json: JSON {
    switch self {
    case .settled: "settled".json
    case .rejected(let why): why.json
    }
  }

  init(json: JSON) throws(CodingError) {
    self = try String(json: json) == "settled" ? .settled : .rejected(try TransferRejection(json: json))
  }
}

/// Why a bank does not carry out a transfer, by the codes of ISO 20022's external list.
enum TransferRejection: String, Sendable, CaseIterable, CanonicalValue {
  /// The payee's account does not exist.
  case account = "AC03"
  case currency = "AM03"
  case funds = "AM04"
  /// It was transferred before.
  case duplicate = "AM05"
  /// The payee's bank is not reached.
  case bank = "RC01"
  /// The payee wants it no more.
  case unwanted = "MS02"

  var refusal: Refusal {
    switch self {
    case .account: Refusal(.unknownAccount, blame: .peer, "the payee's bank keeps no account of that number (AC03)")
    case .currency: Refusal(.wrongCurrency, blame: .peer, "a bank keeps no accounts in that currency (AM03)")
    case .funds: Refusal(.insufficientFunds, blame: .peer, "the account holds too little (AM04)")
    case .duplicate: Refusal(.idReused, blame: .peer, "this was transferred before (AM05)")
    case .bank: Refusal(.untrusted, blame: .peer, "the payee's bank takes no part in the system (RC01)")
    case .unwanted: Refusal(.tooLate, blame: .peer, "the payee's bank will not credit this transfer any more (MS02)")
    }
  }
}

public import SemperArchiveSQLite
public import SemperCoding
public import SemperCommerce
public import SemperModel
public import SemperPayments

/// What a shop's running process says to its owner about money.
public enum TillAnswer: Hashable, RefusingAnswer {
  public static let limits = DecodingLimits(bytes: 32 << 20, members: 500_000)

  case purses([OwnedPurse])
  case bills([TillBill])
  case deals([TillDeal])
  case steps([OpenStep])
  /// The deal has got the owner's word.
  case heard
  /// The shop's key.
  case key(PublicKey)
  /// The right is good.
  case admitted(TillAdmission)
  /// A refund has begun.
  case refund(Money, PaymentState)
  case statement([AccountMovement])
  /// What only one payment system can do.
  case menu([TillOperation])
  /// It was done; what the means of payment says of it, and what is in the till afterwards, where it counts that itself.
  case done(String, held: Money?)
  case disputes([TillDispute])
  /// An offer as a file.
  case offer(OfferFile)
  /// It was not done, and why.
  case refused(Refusal)

  private enum Word: String, CanonicalValue {
    case purses, bills, deals, steps, heard, key, admitted, refund, statement, disputes, offer, refused, menu, done
  }

  public var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }

  public var json: JSON {
    func answer(_ word: Word, _ value: JSON) -> JSON { .fields(["answer": word.json, "value": value]) }
    switch self {
    case .purses(let purses): return answer(.purses, purses.json)
    case .bills(let bills): return answer(.bills, bills.json)
    case .deals(let deals): return answer(.deals, deals.json)
    case .steps(let steps): return answer(.steps, steps.json)
    case .heard: return .fields(["answer": Word.heard.json])
    case .key(let key): return answer(.key, key.json)
    case .admitted(let admission): return answer(.admitted, admission.json)
    case .refund(let amount, let state):
      return answer(.refund, .fields(["amount": amount.json, "state": state.json]))
    case .statement(let lines): return answer(.statement, lines.json)
    case .menu(let operations): return answer(.menu, operations.json)
    case .done(let says, let held): return answer(.done, .fields(["held": held?.json, "says": says.json]))
    case .disputes(let disputes): return answer(.disputes, disputes.json)
    case .offer(let file): return answer(.offer, file.json)
    case .refused(let refusal): return answer(.refused, refusal.json)
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("answer", as: Word.self) {
    case .purses: self = .purses(try fields.value("value"))
    case .bills: self = .bills(try fields.value("value"))
    case .deals: self = .deals(try fields.value("value"))
    case .steps: self = .steps(try fields.value("value"))
    case .heard: self = .heard
    case .key: self = .key(try fields.value("value"))
    case .admitted: self = .admitted(try fields.value("value"))
    case .refund:
      var refund = try ObjectReader(fields.value("value", as: JSON.self))
      self = .refund(try refund.value("amount"), try refund.value("state"))
      try refund.close()
    case .statement: self = .statement(try fields.value("value"))
    case .menu: self = .menu(try fields.value("value"))
    case .done:
      var done = try ObjectReader(fields.value("value", as: JSON.self))
      self = .done(try done.value("says"), held: try done.optional("held"))
      try done.close()
    case .disputes: self = .disputes(try fields.value("value"))
    case .offer: self = .offer(try fields.value("value"))
    case .refused: self = .refused(try fields.value("value"))
    }
    try fields.close()
  }
}

public import SemperArchiveSQLite
public import SemperCoding
public import SemperCommerce
public import SemperCryptography
public import SemperModel
public import SemperTerms

/// What the owner of a shop may ask its running process about money and deals, and say to it.
public enum TillQuestion: Hashable, HomeQuestion {
  public typealias Answer = TillAnswer
  public static let socketName = "till.sock"
  public static let limits = DecodingLimits(bytes: 512 << 10, depth: 16, members: 10_000)

  /// With what the shop is paid.
  case purses
  /// Makes a bill that has to be paid within a time, at once or as a meter runs.
  case bill(Money, HumanText, within: Span, meter: BillMeter? = nil)
  /// Ends the meter of a bill.
  case stop(ID<Sale>)
  /// All bills, and what has come of them.
  case bills
  /// The deals in which the shop was paid.
  case deals
  /// What open deals ask the owner.
  case steps
  /// Answers what a deal asks.
  case step(ID<Deal>, StepWord)
  /// Raises an exception of the terms in a deal.
  case raise(ID<Deal>, String)
  /// The shop's key, for whoever issues it a credential.
  case holder
  /// Keeps a credential that was issued to the shop.
  case hold(String)
  /// Looks at a right that its holder shows in answer to a nonce, and lets a ticket in, once.
  case admit(String, nonce: String)
  /// Gives some of a paid bill or deal back, all that is left without an amount. The same key is the same refund.
  case refund(ID<Sale>, Money?, HumanText, key: Nonce)
  /// What has moved on the account of a payment system, between two moments where they are given.
  case statement(String, from: Timestamp? = nil, until: Timestamp? = nil)
  /// What only this payment system can do.
  case menu(String)
  /// Does it, by the operation's name, with the amount or the text that it asks for.
  case perform(String, operation: String, Money?, text: String?)
  /// The claims about the shop's deals.
  case disputes
  /// A claim of the shop about a deal: how much, why, and what carriers say of the goods.
  case claim(ID<Deal>, ClaimKind, Money?, HumanText, carriages: [SignedStatement])
  /// What the owner says to a claim, and what carriers say.
  case answer(Digest, ClaimStance, HumanText, carriages: [SignedStatement])
  /// An offer as a file: the article by its name, or the offer's code.
  case offer(String)
  /// Asks for a person's judgement on a ruling that the shop has lost, and why.
  case appeal(Digest, HumanText)

  private enum Word: String, CanonicalValue {
    case purses, bill, bills, deals, steps, step, raise, holder, hold, admit, refund, statement, disputes, claim, answer
    case appeal, offer, stop, menu, perform
  }

  public var json: JSON {
    switch self {
    case .purses: .fields(["ask": Word.purses.json])
    case .bill(let amount, let title, let within, let meter):
      .fields([
        "amount": amount.json, "ask": Word.bill.json, "meter": meter?.json, "title": title.json,
        "within": within.json,
      ])
    case .stop(let bill): .fields(["ask": Word.stop.json, "bill": bill.json])
    case .bills: .fields(["ask": Word.bills.json])
    case .deals: .fields(["ask": Word.deals.json])
    case .steps: .fields(["ask": Word.steps.json])
    case .step(let deal, let word): .fields(["ask": Word.step.json, "deal": deal.json, "word": word.json])
    case .raise(let deal, let exception):
      .fields(["ask": Word.raise.json, "deal": deal.json, "exception": exception.json])
    case .holder: .fields(["ask": Word.holder.json])
    case .hold(let credential): .fields(["ask": Word.hold.json, "credential": credential.json])
    case .admit(let shown, let nonce):
      .fields(["ask": Word.admit.json, "nonce": nonce.json, "shown": shown.json])
    case .refund(let sale, let amount, let reason, let key):
      .fields([
        "amount": amount?.json, "ask": Word.refund.json, "key": key.json, "reason": reason.json, "sale": sale.json,
      ])
    case .statement(let system, let from, let until):
      .fields(["ask": Word.statement.json, "from": from?.json, "system": system.json, "until": until?.json])
    case .menu(let system): .fields(["ask": Word.menu.json, "system": system.json])
    case .perform(let system, let operation, let amount, let text):
      .fields([
        "amount": amount?.json, "ask": Word.perform.json, "operation": operation.json, "system": system.json,
        "text": text?.json,
      ])
    case .disputes: .fields(["ask": Word.disputes.json])
    case .claim(let deal, let kind, let amount, let grounds, let carriages):
      .fields([
        "amount": amount?.json, "ask": Word.claim.json, "carriages": carriages.isEmpty ? nil : carriages.json,
        "deal": deal.json, "grounds": grounds.json, "kind": kind.json,
      ])
    case .answer(let claim, let stance, let grounds, let carriages):
      .fields([
        "ask": Word.answer.json, "carriages": carriages.isEmpty ? nil : carriages.json, "claim": claim.json,
        "grounds": grounds.json, "stance": stance.json,
      ])
    case .offer(let name): .fields(["ask": Word.offer.json, "name": name.json])
    case .appeal(let claim, let grounds):
      .fields(["ask": Word.appeal.json, "claim": claim.json, "grounds": grounds.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("ask", as: Word.self) {
    case .purses: self = .purses
    case .bill:
      self = .bill(
        try fields.value("amount"), try fields.value("title"), within: try fields.value("within"),
        meter: try fields.optional("meter"))
    case .stop: self = .stop(try fields.value("bill"))
    case .bills: self = .bills
    case .deals: self = .deals
    case .steps: self = .steps
    case .step: self = .step(try fields.value("deal"), try fields.value("word"))
    case .raise: self = .raise(try fields.value("deal"), try fields.value("exception"))
    case .holder: self = .holder
    case .hold: self = .hold(try fields.value("credential"))
    case .admit: self = .admit(try fields.value("shown"), nonce: try fields.value("nonce"))
    case .refund:
      self = .refund(
        try fields.value("sale"), try fields.optional("amount"), try fields.value("reason"),
        key: try fields.value("key"))
    case .statement:
      self = .statement(
        try fields.value("system"), from: try fields.optional("from"), until: try fields.optional("until"))
    case .menu: self = .menu(try fields.value("system"))
    case .perform:
      self = .perform(
        try fields.value("system"), operation: try fields.value("operation"), try fields.optional("amount"),
        text: try fields.optional("text"))
    case .disputes: self = .disputes
    case .claim:
      self = .claim(
        try fields.value("deal"), try fields.value("kind"), try fields.optional("amount"), try fields.value("grounds"),
        carriages: try fields.optional("carriages") ?? [])
    case .answer:
      self = .answer(
        try fields.value("claim"), try fields.value("stance"), try fields.value("grounds"),
        carriages: try fields.optional("carriages") ?? [])
    case .offer: self = .offer(try fields.value("name"))
    case .appeal: self = .appeal(try fields.value("claim"), try fields.value("grounds"))
    }
    try fields.close()
  }
}

public import SemperCoding
import SemperCryptography
public import SemperModel
import SemperStatements
public import SemperTerms

/// What a deal of many steps asks the owner of one side now: to give something, to choose, or to sign; or nothing, while the owner may raise
/// an exception.
public struct OpenStep: Hashable, Sendable, CanonicalValue {
  public enum Question: String, Sendable, CanonicalValue {
    /// Items have to be given, and the documents among them filled in.
    case give
    /// One of the options has to be taken.
    case choose
    /// What the other side has filled in has to be signed.
    case sign
    /// An arbiter hears both, and this side may bring a claim to it.
    case claim
    /// Nothing: the other side is to act. Until it does, an exception may be raised.
    case wait
  }

  public let deal: ID<Deal>
  public let title: String
  /// Of all amounts in it.
  public let currency: Currency
  public let state: String
  public let turn: Int
  public let question: Question
  /// The items to be given or signed, the options, or the kinds of claims.
  public let choices: [String]
  /// The exceptions that this side may raise instead.
  public let exceptions: [String]
  public let until: Timestamp
  /// What is to be signed says this.
  public let documents: GivenDocuments?
  /// What is to be filled in.
  public let fields: [FieldToFill]
  /// What the terms call the state, the choices and the fields, in each of their languages.
  public let displays: [DisplayTexts]
  /// What is paid in this step, by either side, as far as that is known.
  public let amounts: [ItemAmount]
  /// What the other documents of the deal say so far, such as the order that a contract has to suit.
  public let said: GivenDocuments?
  /// What the owner puts on the parcel, where goods are to be given with a dispatch note.
  public let consignment: Consignment?

  /// Whether the deal needs a word of its owner.
  public var asks: Bool { question != .wait }

  /// `nil` while the deal waits for somebody else and this side cannot but wait.
  public init?(_ machine: DealMachine) {
    guard let record = machine.record, let course = record.course, let until = machine.stepLimit else { return nil }
    switch machine.doing {
    case .filling(let items, _): (question, choices, documents) = (.give, items, nil)
    case .choosing: (question, choices, documents) = (.choose, machine.options.map(\.name), nil)
    case .taking(let draft, _):
      guard case .exchange = record.terms.state(course.position)?.step else { return nil }
      let deed = draft.journalled(as: Deed.self)
      (question, choices, documents) = (.sign, deed.items, deed.documents)
    case .hearing:
      let own = (record.claims ?? []).filter { $0.claimant == record.opening.side }
      guard !own.isEmpty else { return nil }
      (question, choices, documents) = (.claim, own.map(\.rawValue), nil)
    case .awaiting:
      guard !machine.exceptions.isEmpty else { return nil }
      (question, choices, documents) = (.wait, [], nil)
    case .signing, .exchanging, .telling, .handingOver, .handing, .pausing, .deciding, .closing, .ended:
      return nil
    }
    deal = record.opening.deal
    title = record.offer.title.text
    currency = record.terms.currency
    state = course.position
    turn = course.turn
    self.until = until
    consignment = question == .give ? record.consignment(of: choices) : nil
    exceptions = machine.exceptions
    fields = question == .give ? record.fields(toFill: choices) : []
    displays = record.displays(of: question, choices, fields)
    let agreed = question == .sign ? machine.draft.map { record.payments(agreedIn: $0) } ?? [] : []
    amounts = agreed + record.amounts.filter { amount in !agreed.contains { $0.item == amount.item } }
    said = record.said(but: choices)
  }

  /// The word as the deal takes it: amounts in the form in which they are signed, with descriptions of the content that documents name.
  ///
  /// Refuses a word that does not answer the question, or documents that are not as the terms want them, before anything is signed.
  public func taken(_ word: StepWord, in machine: DealMachine) throws(Refusal) -> StepWord {
    switch (word, question) {
    case (_, .claim):
      let side = machine.record?.opening.side == .seller ? "till" : "wallet"
      throw Refusal(
        .outsideTerms, blame: .us,
        "an arbiter hears both: “semper \(side) claim” brings it a claim; without one this step ends at \(until)")
    case (_, .wait):
      throw Refusal(
        .tooLate, blame: .us,
        "the deal asks nothing now: it waits for the other side until \(until); you may raise \(exceptions.joined(separator: ", "))"
      )
    case (.decline, _), (.give, .sign): return word
    case (.choose(let option), .choose) where choices.contains(option): return word
    case (.give(let given, _), .give):
      guard let record = machine.record, var course = record.course else { return word }
      let documents: GivenDocuments
      do { documents = try GivenDocuments(json: record.terms.published(given.documents.json)) } catch {
        throw Refusal(.malformed, blame: .us, "the documents cannot be read: \(error)")
      }
      let known = [record.offer.content] + course.contents.values
      let step = FilledStep(documents, describing: known, credentials: given.credentials)
      do throws(Refusal) {
        try course.take(step.documents, for: choices, record.terms)
        try course.describe(step.contents, for: choices, record.terms)
      } catch { throw Refusal(error.code, blame: .us, error.detail) }
      return .give(step)
    case (.choose, _), (.give, .choose):
      throw Refusal(
        .outsideTerms, blame: .us,
        "the deal waits for something else: “\(question.rawValue)” \(choices.joined(separator: ", "))")
    }
  }

  /// What the word pays, as far as that is known when it is said. What the other side's answer makes of it is asked about again.
  public func payments(by word: StepWord, in machine: DealMachine) throws(Refusal) -> [ItemAmount] {
    guard case .give(let step, _) = word, let record = machine.record else { return [] }
    switch question {
    case .give: return try record.payments(giving: choices, with: step)
    case .sign: return machine.draft.map { record.payments(agreedIn: $0) } ?? []
    case .choose, .claim, .wait: return []
    }
  }

  /// What the terms call something, such as `state.paying`, in this language or in their first; `nil` where they say nothing.
  public func label(_ key: String, in language: String) -> String? {
    displays.spoken(in: language)?[key]?.text
  }

  public var json: JSON {
    .fields([
      "amounts": amounts.isEmpty ? nil : amounts.json, "ask": question.json, "choices": choices.json,
      "consignment": consignment?.json, "currency": currency.json, "deal": deal.json,
      "display": displays.isEmpty ? nil : .object(JSONObject(displays.map { ($0.language, $0.json) })),
      "documents": documents?.json, "exceptions": exceptions.json, "fields": fields.isEmpty ? nil : fields.json,
      "said": said?.json, "state": state.json,
      "title": title.json,
      "turn": turn.json, "until": until.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amounts = try fields.optional("amounts") ?? []
    question = try fields.value("ask")
    choices = try fields.value("choices")
    consignment = try fields.optional("consignment")
    currency = try fields.optional("currency") ?? .euro
    deal = try fields.value("deal")
    displays = try DisplayTexts.languages(fields.optional("display"))
    documents = try fields.optional("documents")
    exceptions = try fields.value("exceptions")
    self.fields = try fields.optional("fields") ?? []
    said = try fields.optional("said")
    state = try fields.value("state")
    title = try fields.value("title")
    turn = try fields.value("turn")
    until = try fields.value("until")
    try fields.close()
  }
}

extension DealMachine {
  /// What the other side has filled in and this side has not signed yet.
  fileprivate var draft: Deed? {
    guard case .taking(let draft, _) = doing else { return nil }
    return draft.journalled(as: Deed.self)
  }

  /// The exceptions of the terms that this side may raise now.
  public var exceptions: [String] {
    guard let record, record.course != nil, let state else { return [] }
    switch doing {
    case .awaiting, .filling, .choosing:
      return record.terms.exceptions
        .filter { $0.exception.side == record.opening.side && $0.exception.phase == state.phase }.map(\.name)
    case .signing, .exchanging, .telling, .handingOver, .handing, .taking, .pausing, .hearing, .deciding, .closing,
      .ended:
      return []
    }
  }
}

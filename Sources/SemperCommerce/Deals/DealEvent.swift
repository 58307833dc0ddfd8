public import SemperCoding
public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperTerms

/// What can happen in a deal. Statements in events have been verified before they were journalled.
public enum DealEvent: Hashable, Sendable {
  case opened(DealOpening)
  /// The peer's statement, allowed by the terms now.
  case received(SignedStatement)
  /// The peer's statement, truly signed by the peer but not allowed by the terms; kept as evidence.
  case refused(Refusal, SignedStatement)
  /// A statement of ours, with the exact bytes that will leave.
  case signed(SignedStatement)
  /// The peer has this statement of ours.
  case delivered(Digest)
  /// The peer refuses this statement of ours for good. Its word on that is not signed.
  case turnedDown(Digest, Refusal)
  /// We take our word back while neither side is bound, and say why.
  case withdrawn(Refusal)
  case decided(Phase, Decision)
  /// The option we take where the terms let us choose, and what of the peer's was found not to be as expected.
  case chosen(String, unexpected: Refusal? = nil)
  /// What we give in this step: our documents, with what they name, and rights.
  case filled(FilledStep)
  /// The money has been sent, the data sealed and the rights issued.
  case handed([HandedData], [SentMoney], [HandedCredential] = [])
  /// What the peer's deed gives is here and we agree to it; or why not.
  case taken(Refusal?)
  /// We raise a named exception of the terms.
  case raised(String)
  /// The arbiter has ruled, and when.
  case ruled(SignedStatement, at: Timestamp)
  case exchange(ExchangeEvent)
  case timePassed(Timestamp)
  /// All evidence is in the archive.
  case closed
}

extension DealEvent: CanonicalValue {
  private enum Word: String, CanonicalValue {
    case opened, received, refused, signed, delivered, turnedDown, withdrawn, decided, chosen, filled, handed, taken,
      raised,
      ruled, exchange, timePassed, closed
  }

  public var json: JSON {
    func event(_ word: Word, _ more: KeyValuePairs<String, JSON> = [:]) -> JSON {
      .object(JSONObject([("event", word.json)] + more.map { ($0, $1) }))
    }
    switch self {
    case .opened(let opening): return event(.opened, ["opening": opening.json])
    case .received(let statement): return event(.received, ["statement": statement.json])
    case .refused(let refusal, let statement):
      return event(.refused, ["refusal": refusal.json, "statement": statement.json])
    case .signed(let statement): return event(.signed, ["statement": statement.json])
    case .delivered(let digest): return event(.delivered, ["digest": digest.json])
    case .turnedDown(let digest, let refusal):
      return event(.turnedDown, ["digest": digest.json, "refusal": refusal.json])
    case .withdrawn(let refusal): return event(.withdrawn, ["refusal": refusal.json])
    case .decided(let phase, let decision):
      return event(.decided, ["decision": decision.json, "phase": phase.json])
    case .chosen(let option, let unexpected):
      let found: KeyValuePairs<String, JSON> =
        unexpected.map { ["option": option.json, "unexpected": $0.json] } ?? ["option": option.json]
      return event(.chosen, found)
    case .filled(let step): return event(.filled, ["step": step.json])
    case .handed(let data, let money, let rights):
      let given: KeyValuePairs<String, JSON> =
        rights.isEmpty
        ? ["data": data.json, "money": money.json]
        : ["data": data.json, "money": money.json, "rights": rights.json]
      return event(.handed, given)
    case .taken(let refusal): return event(.taken, refusal.map { ["refusal": $0.json] } ?? [:])
    case .raised(let name): return event(.raised, ["exception": name.json])
    case .ruled(let ruling, let time): return event(.ruled, ["ruling": ruling.json, "time": time.json])
    case .exchange(let inner): return event(.exchange, ["exchange": inner.json])
    case .timePassed(let time): return event(.timePassed, ["time": time.json])
    case .closed: return event(.closed)
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Word.self) {
    case .opened: self = .opened(try fields.value("opening"))
    case .received: self = .received(try fields.value("statement"))
    case .refused: self = .refused(try fields.value("refusal"), try fields.value("statement"))
    case .signed: self = .signed(try fields.value("statement"))
    case .delivered: self = .delivered(try fields.value("digest"))
    case .turnedDown: self = .turnedDown(try fields.value("digest"), try fields.value("refusal"))
    case .withdrawn: self = .withdrawn(try fields.value("refusal"))
    case .decided: self = .decided(try fields.value("phase"), try fields.value("decision"))
    case .chosen:
      self = .chosen(try fields.value("option"), unexpected: try fields.optional("unexpected"))
    case .filled: self = .filled(try fields.value("step"))
    case .handed:
      self = .handed(
        try fields.value("data"), try fields.value("money"), try fields.optional("rights") ?? [])
    case .taken: self = .taken(try fields.optional("refusal"))
    case .raised: self = .raised(try fields.value("exception"))
    case .ruled: self = .ruled(try fields.value("ruling"), at: try fields.value("time"))
    case .exchange: self = .exchange(try fields.value("exchange"))
    case .timePassed: self = .timePassed(try fields.value("time"))
    case .closed: self = .closed
    }
    try fields.close()
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperStatements

/// What can happen in an exchange, for either role. Statements in events have been verified before they were journalled.
public enum ExchangeEvent: Hashable, Sendable {
  /// Our items are locked, our secret is sealed to the arbiter.
  case locked(Commitment)
  /// Our items cannot be locked: a final refusal, and nothing of ours is bound.
  case lockRefused(Refusal)
  /// A message of ours, with the exact bytes that will leave.
  case signed(SignedStatement)
  /// The peer's message.
  case received(SignedStatement)
  /// The peer's data has arrived completely and fits the commitments, still locked.
  case goodsFetched
  /// The peer's commitment or its data is not what was agreed, or never came.
  case goodsRefused(Refusal)
  /// The opened data is what was agreed.
  case goodsGood
  /// It is not, and here is the proof.
  case goodsBad(path: String, ProofOfMisbehaviour)
  /// The ledger has given us what the peer had locked; the statements say so.
  case secured([SignedStatement])
  /// A ledger or registry says that the lock has ended another way.
  case securingRefused(Refusal)
  /// Our own items are ours again.
  case released([SignedStatement])
  /// The arbiter's decision, with the peer's opening and the responder's commitment M2 where they came along.
  case decided(SignedStatement, OpeningSecret?, commitResponder: SignedStatement?)
  /// The arbiter denies that it will ever decide. A refusal of anything less is not an event.
  case arbiterRefused(ArbiterDenial)
  /// The peer has our last message.
  case delivered(Digest)
  /// The time set for this wait is over.
  case timePassed(Timestamp)
  /// The user or the deal does not want to go on.
  case giveUp
  /// Something about settling jointly.
  case settlement(SettlementEvent)
}

extension ExchangeEvent: CanonicalValue {
  private enum Word: String, CanonicalValue {
    case locked, lockRefused, signed, received, goodsFetched, goodsRefused, goodsGood, goodsBad, secured
    case securingRefused, released, decided, arbiterRefused, delivered, timePassed, giveUp, settlement
  }

  public var json: JSON {
    func event(_ word: Word, _ more: KeyValuePairs<String, JSON?> = [:]) -> JSON {
      .object(
        JSONObject(
          [("event", word.json)] + more.compactMap { name, value in value.map { (name, $0) } }))
    }
    switch self {
    case .locked(let commitment): return event(.locked, ["commitment": commitment.json])
    case .lockRefused(let refusal): return event(.lockRefused, ["refusal": refusal.json])
    case .signed(let statement): return event(.signed, ["statement": statement.json])
    case .received(let statement): return event(.received, ["statement": statement.json])
    case .goodsFetched: return event(.goodsFetched)
    case .goodsRefused(let refusal): return event(.goodsRefused, ["refusal": refusal.json])
    case .goodsGood: return event(.goodsGood)
    case .goodsBad(let path, let proof): return event(.goodsBad, ["path": path.json, "proof": proof.json])
    case .secured(let statements): return event(.secured, ["statements": statements.json])
    case .securingRefused(let refusal): return event(.securingRefused, ["refusal": refusal.json])
    case .released(let statements): return event(.released, ["statements": statements.json])
    case .decided(let statement, let secret, let second):
      return event(
        .decided, ["m2": second?.json, "secret": secret?.json, "statement": statement.json])
    case .arbiterRefused(let denial): return event(.arbiterRefused, ["refusal": denial.refusal.json])
    case .delivered(let digest): return event(.delivered, ["digest": digest.json])
    case .timePassed(let time): return event(.timePassed, ["time": time.json])
    case .giveUp: return event(.giveUp)
    case .settlement(let step): return event(.settlement, ["settlement": step.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Word.self) {
    case .locked: self = .locked(try fields.value("commitment"))
    case .lockRefused: self = .lockRefused(try fields.value("refusal"))
    case .signed: self = .signed(try fields.value("statement"))
    case .received: self = .received(try fields.value("statement"))
    case .goodsFetched: self = .goodsFetched
    case .goodsRefused: self = .goodsRefused(try fields.value("refusal"))
    case .goodsGood: self = .goodsGood
    case .goodsBad: self = .goodsBad(path: try fields.value("path"), try fields.value("proof"))
    case .secured: self = .secured(try fields.value("statements"))
    case .securingRefused: self = .securingRefused(try fields.value("refusal"))
    case .released: self = .released(try fields.value("statements"))
    case .decided:
      self = .decided(
        try fields.value("statement"), try fields.optional("secret"),
        commitResponder: try fields.optional("m2"))
    case .arbiterRefused: self = .arbiterRefused(ArbiterDenial(journalled: try fields.value("refusal")))
    case .delivered: self = .delivered(try fields.value("digest"))
    case .timePassed: self = .timePassed(try fields.value("time"))
    case .giveUp: self = .giveUp
    case .settlement: self = .settlement(try fields.value("settlement"))
    }
    try fields.close()
  }
}

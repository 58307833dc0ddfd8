public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperStatements

/// What can happen in an exchange piece for piece, for either role. Statements have been verified before they were
/// journalled.
public enum PieceEvent: Hashable, Sendable {
  /// Our pieces are sealed.
  case locked([LockedItem])
  /// They cannot be: nothing of ours is bound.
  case lockRefused(Refusal)
  /// A message of ours, with the exact bytes that will leave.
  case signed(SignedStatement)
  /// The peer's message.
  case received(SignedStatement)
  /// The ciphertext of the peer's piece of this number is here and is what the peer has signed.
  case fetched(Int)
  /// It is not.
  case fetchRefused(Refusal)
  /// The opened piece is what was agreed, and durably in its place.
  case good(Int)
  /// It is not, and here is the proof.
  case bad(Int, ProofOfMisbehaviour)
  /// The peer has this message of ours.
  case delivered(Digest)
  /// The time set for this wait is over.
  case timePassed(Timestamp)
  /// The user or the deal does not want to go on.
  case giveUp
}

extension PieceEvent: CanonicalValue {
  private enum Word: String, CanonicalValue {
    case locked, lockRefused, signed, received, fetched, fetchRefused, good, bad, delivered, timePassed, giveUp
  }

  public var json: JSON {
    switch self {
    case .locked(let items): .fields(["event": Word.locked.json, "items": items.json])
    case .lockRefused(let refusal): .fields(["event": Word.lockRefused.json, "refusal": refusal.json])
    case .signed(let statement): .fields(["event": Word.signed.json, "statement": statement.json])
    case .received(let statement): .fields(["event": Word.received.json, "statement": statement.json])
    case .fetched(let number): .fields(["event": Word.fetched.json, "number": number.json])
    case .fetchRefused(let refusal): .fields(["event": Word.fetchRefused.json, "refusal": refusal.json])
    case .good(let number): .fields(["event": Word.good.json, "number": number.json])
    case .bad(let number, let proof):
      .fields(["event": Word.bad.json, "number": number.json, "proof": proof.json])
    case .delivered(let digest): .fields(["digest": digest.json, "event": Word.delivered.json])
    case .timePassed(let time): .fields(["event": Word.timePassed.json, "time": time.json])
    case .giveUp: .fields(["event": Word.giveUp.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Word.self) {
    case .locked: self = .locked(try fields.value("items"))
    case .lockRefused: self = .lockRefused(try fields.value("refusal"))
    case .signed: self = .signed(try fields.value("statement"))
    case .received: self = .received(try fields.value("statement"))
    case .fetched: self = .fetched(try fields.value("number"))
    case .fetchRefused: self = .fetchRefused(try fields.value("refusal"))
    case .good: self = .good(try fields.value("number"))
    case .bad: self = .bad(try fields.value("number"), try fields.value("proof"))
    case .delivered: self = .delivered(try fields.value("digest"))
    case .timePassed: self = .timePassed(try fields.value("time"))
    case .giveUp: self = .giveUp
    }
    try fields.close()
  }
}

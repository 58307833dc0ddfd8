import SemperCoding
import SemperModel

/// One request of a gateway and what it takes to know its end, as a value: events in, actions out.
///
/// An answer ends it. Where none comes, the same request is repeated, since the issuer knows it again. A request that asks for a
/// decision (authorisation, purchase, credit) is given up after some repetitions and reversed, and the reversal is repeated until
/// it is answered: only then is it certain that no money has moved. Advices, reversals and reconciliations are repeated until they
/// are answered.
struct CardConversation: Hashable, Sendable, CanonicalValue {
  /// How often a request that can be reversed is sent before it is.
  static let mostAttempts = 3

  enum Event: Hashable, Sendable {
    case begin
    case answered(CardAnswer)
    /// Nobody has answered in time.
    case silence
  }

  enum Action: Hashable, Sendable {
    case send(CardMessage)
    case conclude(CardOutcome)
  }

  private enum State: Hashable, Sendable {
    case asking(Int)
    case reversing(Int, CardMessage)
    case ended(CardOutcome)
  }

  /// The first sending, without its code.
  let request: CardMessage
  /// The reversal, made beforehand so that its name is the request's for ever; `nil` for what is never reversed.
  let reversal: CardMessage?
  private var state = State.asking(0)

  init(request: CardMessage, reversal: CardMessage?) {
    self.request = request
    self.reversal = reversal
  }

  var outcome: CardOutcome? {
    guard case .ended(let outcome) = state else { return nil }
    return outcome
  }

  /// The message whose answer is awaited, as it was first sent.
  var awaited: CardMessage? {
    switch state {
    case .asking: request
    case .reversing(_, let reversal): reversal
    case .ended: nil
    }
  }

  /// What is owed in the state as it is, such as after a restart.
  var outstanding: [Action] {
    switch state {
    case .asking(let attempts): [.send(Self.sending(request, attempts))]
    case .reversing(let attempts, let reversal): [.send(Self.sending(reversal, attempts))]
    case .ended(let outcome): [.conclude(outcome)]
    }
  }

  mutating func handle(_ event: Event) -> [Action] {
    switch (state, event) {
    case (.asking, .answered(let answer)): state = .ended(.answered(answer))
    case (.asking(let attempts), .silence):
      if let reversal, attempts + 1 >= Self.mostAttempts {
        state = .reversing(0, reversal)
      } else {
        state = .asking(attempts + 1)
      }
    case (.reversing, .answered(let answer)):
      // An issuer that refuses to reverse has not said what became of the money.
      guard answer.code == .approved else { return [.conclude(.disputed(answer))] }
      state = .ended(.reversed)
    case (.reversing(let attempts, let reversal), .silence): state = .reversing(attempts + 1, reversal)
    case (.ended, .answered), (.ended, .silence), (_, .begin): break
    }
    return outstanding
  }

  private static func sending(_ message: CardMessage, _ attempts: Int) -> CardMessage {
    attempts == 0 ? message : CardMessage(message.type.asRepeat, elements: message.elements)
  }

  // MARK: Coding

  var json: JSON {
    let (word, attempts, outcome): (String, Int?, CardOutcome?) =
      switch state {
      case .asking(let attempts): ("asking", attempts, nil)
      case .reversing(let attempts, _): ("reversing", attempts, nil)
      case .ended(let outcome): ("ended", nil, outcome)
      }
    return .fields([
      "attempts": attempts?.json, "outcome": outcome?.json, "request": ByteString(request.encoded).json,
      "reversal": reversal.map { ByteString($0.encoded).json }, "state": word.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let attempts: Int? = try fields.optional("attempts")
    let outcome: CardOutcome? = try fields.optional("outcome")
    request = try CardMessage(decoding: try fields.value("request", as: ByteString.self).bytes)
    let reversal: ByteString? = try fields.optional("reversal")
    if let reversal { self.reversal = try CardMessage(decoding: reversal.bytes) } else { self.reversal = nil }
    switch (try fields.value("state", as: String.self), attempts, self.reversal, outcome) {
    case ("asking", let attempts?, _, nil): state = .asking(attempts)
    case ("reversing", let attempts?, let reversal?, nil): state = .reversing(attempts, reversal)
    case ("ended", nil, _, let outcome?): state = .ended(outcome)
    default: throw CodingError(.outOfRange, "the conversation is in no known state")
    }
    try fields.close()
  }
}

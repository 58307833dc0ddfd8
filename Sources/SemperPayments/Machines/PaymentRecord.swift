public import SemperCryptography
public import SemperModel

/// What is known of one operation, whatever its payment system: how it began, how it stands, what was said and asked, and how
/// it ended.
public struct PaymentRecord: Hashable, Sendable {
  /// A token of ours on its way.
  struct Sent: Hashable, Sendable {
    let message: PaymentMessage
    var statement: SignedStatement?
    var isDone = false
  }

  /// An inquiry of our side's.
  struct Asked: Hashable, Sendable {
    let inquiry: Inquiry
    var isDone = false
  }

  /// How long a committed operation may take beyond what is usual before it counts as in doubt.
  static let patience: Int64 = 30

  public let opening: PaymentOpening
  /// What was agreed, if anything was.
  public let terms: PaymentTerms?
  public internal(set) var state = PaymentState.journaled
  public internal(set) var conclusion: PaymentConclusion?
  /// Why it was cancelled or failed.
  public internal(set) var refusal: Refusal?
  /// When money may first have moved.
  public internal(set) var committed: Timestamp?
  public internal(set) var ended: Timestamp?
  /// The payee has asked its payer to cancel.
  public internal(set) var wishesToCancel = false
  /// Tokens of the other side, in order; what was refused for good is missing.
  public private(set) var received: [SignedStatement] = []
  /// The number of the last of them.
  private(set) var lastReceived = -1
  /// The other side's refusals of what we told it.
  public internal(set) var turnedDown: [Refusal] = []
  var sent: [Sent] = []
  var asked: [Asked] = []

  init(_ opening: PaymentOpening) {
    self.opening = opening
    terms = opening.terms
  }

  public var id: PaymentID { opening.id }
  public var party: PaymentParty? { opening.task.party }

  /// Our tokens that were signed, in order.
  public var said: [SignedStatement] { sent.compactMap(\.statement) }

  /// Until when it may be committed.
  var deadline: Timestamp? {
    switch opening.task {
    case .pay, .receive, .authorise: terms?.notAfter
    case .refund, .takeRefund, .capture, .void, .withdraw, .deposit, .exchange, .restore: nil
    }
  }

  /// The next moment at which something has to happen though nobody does anything.
  var timer: Timestamp? {
    switch state {
    case .journaled: deadline
    case .committed:
      committed?.advanced(by: Span(seconds: opening.purse.properties.expected.seconds + Self.patience))
    case .inDoubt, .held, .settled, .cancelled, .failed: nil
    }
  }

  /// Our next token that has not arrived; they are delivered one after the other.
  private var delivery: PaymentAction? {
    guard let number = sent.firstIndex(where: { !$0.isDone }) else { return nil }
    if let statement = sent[number].statement { return .deliver(number, statement) }
    return token(number).map { .sign($0) }
  }

  private func token(_ number: Int) -> PaymentToken? {
    guard let terms, let party, let subject = opening.task.subject else { return nil }
    return PaymentToken(
      about: subject, from: party, sender: terms.key(of: party).thumbprint, number: number,
      message: sent[number].message)
  }

  var outstanding: [PaymentAction] {
    var actions = asked.indices.filter { !asked[$0].isDone }.map { PaymentAction.ask($0, asked[$0].inquiry) }
    if let delivery { actions.append(delivery) }
    if let timer { actions.append(.wait(timer)) }
    return actions
  }

  // MARK: Changes

  mutating func hear(_ statement: SignedStatement, _ number: Int) {
    received.append(statement)
    lastReceived = number
  }

  mutating func commit(at time: Timestamp) {
    switch state {
    case .journaled, .cancelled, .failed:
      state = .committed
      committed = time
      (ended, refusal) = (nil, nil)
    case .committed, .inDoubt, .held, .settled: break
    }
  }

  /// Ends it without money having moved, and tells the other side.
  mutating func end(_ state: PaymentState, _ why: Refusal, at time: Timestamp) {
    self.state = state
    refusal = why
    ended = time
    dropInquiries()
    switch party {
    case .payer: say(.gaveUp(why))
    case .payee: say(.pleaseCancel(why))
    case nil: break
    }
  }

  mutating func conclude(_ conclusion: PaymentConclusion, at time: Timestamp) {
    switch conclusion {
    case .settled: state = .settled
    case .held: state = .held
    case .refused(let why, let proofs):
      guard state == .journaled || !proofs.isEmpty else {
        // Nothing fails after the commit point because somebody says so.
        state = .inDoubt
        return
      }
      self.conclusion = conclusion
      return end(.failed, why, at: time)
    }
    self.conclusion = conclusion
    refusal = nil
    ended = time
    dropInquiries()
  }

  mutating func dropInquiries() {
    for index in asked.indices { asked[index].isDone = true }
  }

  /// Nothing is said where nobody listens.
  mutating func say(_ message: PaymentMessage) {
    if opening.task.subject != nil { sent.append(Sent(message: message)) }
  }
}

extension PaymentTerms {
  /// By which a side signs its tokens.
  public func key(of party: PaymentParty) -> PublicKey {
    switch party {
    case .payer: payer
    case .payee: payee
    }
  }
}

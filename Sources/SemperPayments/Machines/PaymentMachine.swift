public import SemperCryptography
public import SemperEngine
public import SemperModel

/// One operation of one purse, of any payment system: the rules that all of them share, around the system's own side.
///
/// It sees to it that nothing is undone after the commit point, that nothing fails there without proof, that what the other
/// side says is taken once and in order, and that each thing we say is signed once and brought until it has arrived.
public struct PaymentMachine<Side: PaymentSide>: ProtocolMachine {
  public typealias Event = PaymentEvent
  public typealias Action = PaymentAction

  public static var identity: MachineIdentity { Side.machine }

  /// `nil` before the opening.
  public private(set) var record: PaymentRecord?
  private var side: Side?

  public init() {}

  public var outstandingActions: [PaymentAction] { record?.outstanding ?? [] }

  public var isFinished: Bool {
    guard let record else { return false }
    return record.state.isOver && record.outstanding.isEmpty
  }

  public mutating func handle(_ event: PaymentEvent, at time: Timestamp) -> [PaymentAction] {
    let before = Set(outstandingActions)
    take(event, at: time)
    return outstandingActions.filter { !before.contains($0) }
  }

  private mutating func take(_ event: PaymentEvent, at time: Timestamp) {
    if case .opened(let opening) = event { return open(opening, at: time) }
    guard record != nil else { preconditionFailure("an operation begins with its opening") }
    switch event {
    case .opened: break
    case .signed(let number, let statement): sign(number, statement)
    case .delivered(let number): record?.sent[number].isDone = true
    case .turnedDown(let number, let why): turnDown(number, why, at: time)
    case .received(let statement): receive(statement, at: time)
    case .answered(let number, let bytes): answer(number, bytes.bytes, at: time)
    case .doubted(let number): doubt(number, at: time)
    case .cancelWished(let why): cancel(why, at: time)
    case .timePassed(let until): pass(until, at: time)
    }
  }

  // MARK: Beginning

  private mutating func open(_ opening: PaymentOpening, at time: Timestamp) {
    guard record == nil else { return }
    record = PaymentRecord(opening)
    if case .refund(_, let statement) = opening.task { record?.say(.refund(statement)) }
    do {
      side = try Side(opening)
    } catch {
      record?.end(.failed, error, at: time)
      return
    }
    run(.begin, at: time)
  }

  // MARK: Tokens

  private mutating func sign(_ number: Int, _ statement: SignedStatement) {
    // A token has one signature for ever, also when it was signed twice on the way to a restart.
    if record?.sent[number].statement == nil { record?.sent[number].statement = statement }
  }

  private mutating func turnDown(_ number: Int, _ why: Refusal, at time: Timestamp) {
    guard record?.sent[number].isDone == false else { return }
    record?.sent[number].isDone = true
    record?.turnedDown.append(why)
    switch record?.state {
    case .journaled: record?.end(.failed, why, at: time)
    case .committed, .inDoubt: run(.turnedDown(why), at: time)
    case .held, .settled, .cancelled, .failed, nil: break
    }
  }

  private mutating func receive(_ statement: SignedStatement, at time: Timestamp) {
    let token = statement.journalled(as: PaymentToken.self)
    record?.hear(statement, token.number)
    switch token.message {
    case .body(let bytes):
      // A payee that had given up is paid all the same by a payer that had committed before it heard of that.
      if record?.party == .payee || record?.state.isOver == false { run(.token(bytes.bytes), at: time) }
    case .refund: break
    case .pleaseCancel(let why):
      if record?.party == .payer, record?.state == .journaled { record?.end(.cancelled, why, at: time) }
    case .gaveUp(let why):
      if record?.party == .payee, record?.state == .journaled { giveUp(why, at: time) }
    }
  }

  /// The payer has paid nothing and will not: nobody has to be told.
  private mutating func giveUp(_ why: Refusal, at time: Timestamp) {
    record?.state = .cancelled
    record?.refusal = why
    record?.ended = time
    record?.dropInquiries()
  }

  // MARK: Inquiries and time

  private mutating func answer(_ number: Int, _ bytes: [UInt8], at time: Timestamp) {
    guard let asked = record?.asked[number], !asked.isDone else { return }
    record?.asked[number].isDone = true
    run(.answer(asked.inquiry.name, bytes), at: time)
  }

  private mutating func doubt(_ number: Int, at time: Timestamp) {
    guard let asked = record?.asked[number], !asked.isDone else { return }
    record?.asked[number].isDone = true
    doubt(at: time)
  }

  private mutating func doubt(at time: Timestamp) {
    guard let side, record?.state.isOver == false else { return }
    if record?.state == .committed { record?.state = .inDoubt }
    var next = side
    let steps = next.handle(.doubt, at: time)
    let asksAnew = steps.contains { step in if case .ask = step { true } else { false } }
    if asksAnew { record?.dropInquiries() }
    self.side = next
    apply(steps, at: time)
    // A side that cannot go on and has risked nothing has failed.
    if let record, record.state == .journaled, record.asked.allSatisfy(\.isDone), record.sent.allSatisfy(\.isDone),
      !record.asked.isEmpty
    {
      self.record?.end(
        .failed, Refusal(.unavailable, blame: .provider, "the means of payment did not answer; try again"), at: time)
    }
  }

  private mutating func pass(_ until: Timestamp, at time: Timestamp) {
    guard let record, record.timer == until else { return }
    if record.state == .journaled {
      self.record?.end(
        .failed, Refusal(.expired, blame: .undetermined, "the payment was not made by \(until)"), at: time)
    } else {
      doubt(at: time)
    }
  }

  private mutating func cancel(_ why: Refusal, at time: Timestamp) {
    guard let record, record.state == .journaled else { return }
    switch record.party {
    case .payer, nil: self.record?.end(.cancelled, why, at: time)
    case .payee:
      // Only the payer knows that it has not paid.
      guard record.opening.task.subject != nil, !record.wishesToCancel else { return }
      self.record?.wishesToCancel = true
      self.record?.say(.pleaseCancel(why))
    }
  }

  // MARK: The side

  private mutating func run(_ signal: PaymentSignal, at time: Timestamp) {
    guard var side else { return }
    let steps = side.handle(signal, at: time)
    self.side = side
    apply(steps, at: time)
  }

  private mutating func apply(_ steps: [PaymentStep], at time: Timestamp) {
    for step in steps {
      switch step {
      case .tell(let bytes, let commits):
        if commits { record?.commit(at: time) }
        record?.say(.body(ByteString(bytes)))
      case .ask(let inquiry):
        if inquiry.commits { record?.commit(at: time) }
        record?.asked.append(PaymentRecord.Asked(inquiry: inquiry))
      case .conclude(let conclusion):
        guard record?.state != .settled else { continue }
        record?.conclude(conclusion, at: time)
      }
    }
  }
}

extension PaymentMachine {
  /// Judges a token of the other side on the machine as it is: the event to journal, or `nil` for one that has come before.
  ///
  /// Refuses what is not the other side's, not about this operation, or contradicts an earlier token. A number may be left out: the
  /// other side goes on after a token that was refused for good, and sends no token before the one before it has had its answer.
  public func judge(_ statement: SignedStatement, at time: Timestamp) throws(Refusal) -> PaymentEvent? {
    guard let record, let terms = record.terms, let party = record.party else {
      throw Refusal(.unavailable, blame: .us, "the payment is just being opened; send it again in a moment")
    }
    let keys = KeySet([terms.payer, terms.payee])
    let token = try VerifiedStatement<PaymentToken>(verifying: statement, keys: keys).content
    guard token.about == record.opening.task.subject else {
      throw Refusal(.unknownPayment, blame: .peer, "the token belongs to another payment")
    }
    guard token.from == party.peer, token.sender == terms.key(of: party.peer).thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "the token is not by the other side of this payment")
    }
    if record.received.contains(where: { $0.digest == statement.digest }) { return nil }
    guard token.number > record.lastReceived else {
      throw Refusal(.idempotencyConflict, blame: .peer, "another token \(record.lastReceived) has come before")
    }
    if case .body(let bytes) = token.message { try side?.check(bytes.bytes, at: time) }
    return .received(statement)
  }
}

extension PaymentMachine {
  /// The numbers of the inquiries that have no answer.
  var unanswered: Set<Int> {
    guard let record else { return [] }
    return Set(record.asked.indices.filter { !record.asked[$0].isDone })
  }
}

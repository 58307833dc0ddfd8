public import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
public import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// Does what a deal machine asks for: signs, sends, listens, locks, fetches, opens, secures, calls the arbiter, asks the
/// person. The only place where a deal meets keys, money, goods and network.
///
/// Every action bears repetition: statements are made durable before they leave, ledgers and the arbiter recognise
/// repeated calls, and files are put in place atomically.
public struct DealPerformer: Sendable {
  let keys: DealKeys
  let peer: (any PeerLink)?
  let arbiter: any ArbiterLink
  let money: DealMoney
  let source: (any GoodsSource)?
  let sink: (any GoodsSink)?
  let means: (any StepMeans)?
  let judgement: any DealJudgement
  let evidence: any EvidenceLog
  let time: any TimeSource

  /// A buyer has a peer link, a purse and a sink; a seller a till and a source.
  public init(
    keys: DealKeys, peer: (any PeerLink)?, arbiter: any ArbiterLink, money: DealMoney,
    source: (any GoodsSource)?, sink: (any GoodsSink)?, means: (any StepMeans)? = nil, judgement: any DealJudgement,
    evidence: any EvidenceLog, time: any TimeSource
  ) {
    self.keys = keys
    self.peer = peer
    self.arbiter = arbiter
    self.money = money
    self.source = source
    self.sink = sink
    self.means = means
    self.judgement = judgement
    self.evidence = evidence
    self.time = time
  }

  /// Performs one action and returns what came of it. `current` gives the machine as it is when it is asked for, which may
  /// be later than when the action was asked for.
  public func perform(
    _ action: DealAction, in current: @Sendable () async throws -> DealMachine
  ) async throws -> [DealEvent] {
    let machine = try await current()
    guard let record = machine.record else { return [] }
    switch action {
    case .decide(let phase, let refusal, let statements):
      try await keep(statements, of: record)
      return [.decided(phase, try await judgement.decide(phase, after: refusal, in: record))]
    case .choose(let options):
      let unexpected = try await unexpected(in: record)
      let option = try await judgement.choose(options, unexpected: unexpected, in: record)
      return [.chosen(option, unexpected: unexpected)]
    case .fill(let items, let until):
      let step = try await judgement.fill(items, until: until, in: record)
      return [step.map { .filled($0) } ?? .chosen(Choice.Way.otherwise.rawValue)]
    case .hand(let items): return [try await handOver(items, record)]
    case .hear(let until): return [try await hear(until: until, record)]
    case .take(let draft): return [.taken(try await objection(to: draft, record))]
    case .sign(let document): return [.signed(try sign(document))]
    case .send(let statement): return [try await send(statement, of: record.opening.deal)]
    case .listen(let count): return try await listen(after: count, record.opening.deal, current)
    case .wait(let until):
      try await time.wait(until: until)
      return [.timePassed(until)]
    case .exchange(let action):
      guard let exchange = machine.exchange else { return [] }
      return try await exchanging(record).perform(action, of: exchange).map { .exchange($0) }
    case .close(let statements):
      try await keep(statements, of: record)
      return [.closed]
    }
  }

  /// What an action comes to by computing alone; `nil` for one that leaves this process or waits for somebody.
  ///
  /// For a driver that keeps the evidence with the journal, so that closing has nothing left to do.
  func compute(_ action: DealAction, in machine: DealMachine) throws -> [DealEvent]? {
    guard let record = machine.record else { return nil }
    switch action {
    case .decide(let phase, let refusal, _):
      // A no may end the deal, so it does not overtake what we have signed and not yet sent.
      guard case .satisfied? = judgement.decideAlone(phase, after: refusal, in: record) else { return nil }
      return [.decided(phase, .satisfied)]
    case .sign(let document): return [.signed(try sign(document))]
    case .exchange(let action):
      guard let exchange = machine.exchange else { return nil }
      return try exchanging(record).compute(action, of: exchange)?.map { .exchange($0) }
    case .close: return [.closed]
    case .choose, .fill, .hand, .take, .hear, .send, .listen, .wait: return nil
    }
  }

  /// What of the peer's is not as expected when it is looked at once more, before this side says whether it is satisfied. Who has
  /// settled with everything given has said what it thinks of it.
  private func unexpected(in record: DealRecord) async throws -> Refusal? {
    if case .settled? = record.outcome { return nil }
    guard record.course == nil else { return nil }
    guard record.unexpected == nil, let sink else { return record.unexpected }
    do {
      let goods = try await sink.opened(record.offer.content, deal: record.opening.deal)
      return record.difference(content: goods.content)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return refusal
    }
  }

  /// A refusal that may pass is tried again. Whose fault one for good is, the peer's word alone does not settle.
  private func send(_ statement: SignedStatement, of deal: ID<Deal>) async throws -> DealEvent {
    do {
      try await peer?.send(statement, of: deal)
      return .delivered(statement.digest)
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return .turnedDown(
        statement.digest,
        Refusal(
          refusal.code, blame: .undetermined,
          "the peer does not take our “\(statement.kind.rawValue)” and says: \(refusal.detail)"))
    }
  }

  private func keep(_ statements: [SignedStatement], of record: DealRecord) async throws {
    try await evidence.add(
      statements.map { record.evidenceItem($0) } + record.refused.map { record.evidenceItem($0, isRefused: true) })
  }

  private func sign(_ document: DealDocument) throws -> SignedStatement {
    switch document {
    case .order(let order): try SignedStatement(order, signedBy: [keys.signing])
    case .contract(let contract): try SignedStatement(contract, signedBy: [keys.signing])
    case .countersignature(let draft): try draft.countersigned(by: keys.signing)
    case .choice(let choice): try SignedStatement(choice, signedBy: [keys.signing])
    case .deed(let deed): try SignedStatement(deed, signedBy: [keys.signing])
    }
  }

  /// One statement of the peer's at a time, since each may change what is allowed next.
  private func listen(
    after count: Int, _ deal: ID<Deal>, _ current: @Sendable () async throws -> DealMachine
  ) async throws -> [DealEvent] {
    guard let peer else { return [] }
    guard let statement = try await peer.statements(of: deal, after: count).first else { throw NothingYet() }
    let verifier = try DealVerifier(try await current())
    let now = await time.now()
    guard let event = try verifier.judge(statement, at: now) else { throw NothingYet() }
    return [event]
  }

  /// Makes the driver listen again: no answer is not an answer.
  private struct NothingYet: Error, CustomStringConvertible {
    var description: String { "the peer has said nothing yet" }
  }
}

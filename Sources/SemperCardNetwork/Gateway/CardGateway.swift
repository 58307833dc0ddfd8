public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel

/// A gateway's line to the issuer: makes requests, sees them to their end over crashes, and keeps the totals that both reconcile.
///
/// A request is durable with its name before it is sent, and its end before it is told. `recover` goes on with whatever has no
/// end, under the same names.
public struct CardGateway: Sendable {
  /// The acquiring institution's number (element 32).
  public let acquirer: String
  private let currency: Currency
  private let records: any Records
  private let link: any CardLink
  private let time: any TimeSource
  /// How long an answer may take before the request is repeated.
  private let patience: Span

  /// - Parameter currency: what is reconciled.
  public init(
    acquirer: String, currency: Currency, records: any Records, link: any CardLink, time: any TimeSource,
    patience: Span = Span(seconds: 10)
  ) {
    self.acquirer = acquirer
    self.currency = currency
    self.records = records
    self.link = link
    self.time = time
    self.patience = patience
  }

  /// How a request was named and how it ended.
  public struct Ended: Hashable, Sendable {
    public let name: RequestName
    public let outcome: CardOutcome
  }

  /// Makes a request and sees it to its end.
  ///
  /// - Parameters:
  ///   - id: the caller's own name for it. The same id gets the same end, also after a restart; with another request it is
  ///     refused (`idempotencyConflict`).
  ///   - attempts: how often at most something is sent in this call.
  /// - Throws: `CardGatewayError.inDoubt` when nobody answers; the request stays open, and `recover` or the same call goes on.
  ///   `reconciling` while totals are compared: it was not begun, and `recover` sees that to its end.
  public func perform(_ request: CardRequest, id: ID<Operation>, attempts: Int = 6) async throws -> Ended {
    let now = await time.now()
    let (name, conversation) = try await records.transact { transaction in
      try CardGatewayBooks(acquirer: acquirer, currency: currency, transaction: transaction)
        .begin(request, id, at: now)
    }
    return Ended(name: name, outcome: try await run(conversation, id, attempts))
  }

  /// Goes on with every request that has no end. Returns the ids of those that still have none.
  public func recover(attempts: Int = 6) async throws -> [ID<Operation>] {
    var open: [ID<Operation>] = []
    for id in try await records.read({ try CardGatewayBooks.open($0) }) {
      guard let conversation = try await records.read({ try CardGatewayBooks.conversation(id, $0) }) else { continue }
      do {
        if case .disputed = try await run(conversation, id, attempts) { open.append(id) }
      } catch CardGatewayError.inDoubt {
        open.append(id)
      }
    }
    return open
  }

  /// Compares totals with the issuer, which settles when they are equal. Throws `unfinished` while a request has no end, because
  /// nobody knows then which totals are right; until the issuer has answered no other request is begun (`reconciling`), because
  /// it would count on one side only.
  public func reconcile(id: ID<Operation>, attempts: Int = 6) async throws -> CardAnswer {
    let now = await time.now()
    let conversation = try await records.transact { transaction in
      try CardGatewayBooks(acquirer: acquirer, currency: currency, transaction: transaction).reconcile(id, at: now)
    }
    guard case .answered(let answer) = try await run(conversation, id, attempts) else {
      throw CardGatewayError.inDoubt
    }
    return answer
  }

  /// The request of this id, with the name that it has for the issuer; `nil` where none was made.
  public func request(of id: ID<Operation>) async throws -> (name: RequestName, request: CardRequest)? {
    guard let known = try await records.read({ try CardGatewayBooks.conversation(id, $0) }) else { return nil }
    return (try RequestName(known.request), try CardRequest(known.request))
  }

  /// What has been counted since the last reconciliation.
  public func totals() async throws -> CardTotals {
    try await records.read { [currency] in try CardGatewayBooks.totals(currency, $0) }
  }

  private func run(
    _ begun: CardConversation, _ id: ID<Operation>, _ attempts: Int
  ) async throws -> CardOutcome {
    var conversation = begun
    var actions = conversation.outstanding
    var sent = 0
    while true {
      switch actions.first {
      case .conclude(let outcome)?: return outcome
      case .send(let message)? where sent < attempts:
        sent += 1
        let before = conversation
        actions = conversation.handle(try await answer(to: message).map(CardConversation.Event.answered) ?? .silence)
        guard conversation != before else { continue }
        conversation = try await records.transact { [acquirer, currency, conversation] transaction in
          try CardGatewayBooks(acquirer: acquirer, currency: currency, transaction: transaction)
            .store(conversation, after: before, id)
        }
        actions = conversation.outstanding
      case .send?, nil: throw CardGatewayError.inDoubt
      }
    }
  }

  /// What cannot be read as the answer is none. A broken line is silence, too, but the pause is kept.
  private func answer(to message: CardMessage) async throws -> CardAnswer? {
    let until = await time.now().advanced(by: patience)
    do {
      guard let reply = try await link.exchange(message, until: until) else { return nil }
      return try? CardAnswer(reply, to: message)
    } catch is CardLinkDown {
      try await time.wait(until: until)
      return nil
    }
  }
}

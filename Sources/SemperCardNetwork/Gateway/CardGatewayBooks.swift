import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// What a gateway keeps of its requests.
struct CardGatewayBooks {
  /// Operation → digest of the request and `CardConversation`.
  private static let requests = RecordTable("card_requests")
  /// Operation → nothing, while the request has no end.
  private static let unfinished = RecordTable("card_requests_open")
  /// Name of an approved request → its operation and the period in which it counts, until it is reversed.
  private static let names = RecordTable("card_request_names")
  private static let counters = RecordTable("card_counters")
  private static let periodKey = Array("period".utf8)
  /// Under this key, while totals are compared, the operation that does it.
  private static let reconcilingKey = Array("reconciling".utf8)
  private static let totalsTable = RecordTable("card_totals")

  let acquirer: String
  let currency: Currency
  let transaction: any RecordTransaction

  /// Names a request and keeps it, or finds what was begun under this id.
  func begin(
    _ request: CardRequest, _ id: ID<Operation>, at now: Timestamp
  ) throws -> (RequestName, CardConversation) {
    if let known = try Self.conversation(id, transaction) {
      let name = try RequestName(known.request)
      guard try request.message(named: name) == known.request else {
        throw Refusal(.idempotencyConflict, blame: .us, "the operation id was used for another card request")
      }
      return (name, known)
    }
    guard try transaction.value(Self.reconcilingKey, in: Self.counters) == nil else {
      throw CardGatewayError.reconciling
    }
    let name = try nextName(now)
    let message = try request.message(named: name)
    var reversal: CardMessage?
    switch request {
    case .authorise(let payment), .purchase(let payment), .credit(let payment, _):
      let citation = CardRequest.Citation(name: name, type: request.type)
      reversal = try CardRequest.reverse(citation, kept: .zero(payment.amount.currency))
        .message(named: nextName(now))
    case .reconcile: try transaction.set(id.bytes, for: Self.reconcilingKey, in: Self.counters)
    case .complete, .reverse, .network: break
    }
    let conversation = CardConversation(request: message, reversal: reversal)
    try transaction.set(conversation.canonicalBytes, for: id.bytes, in: Self.requests)
    try transaction.set([], for: id.bytes, in: Self.unfinished)
    return (name, conversation)
  }

  /// Begins to compare the totals as they are now, or finds what was begun under this id.
  func reconcile(_ id: ID<Operation>, at now: Timestamp) throws -> CardConversation {
    if let known = try Self.conversation(id, transaction) { return known }
    let open = try Self.open(transaction)
    guard open.isEmpty else { throw CardGatewayError.unfinished(open.count) }
    return try begin(.reconcile(Self.totals(currency, transaction)), id, at: now).1
  }

  /// Trace numbers count up and begin anew after 999 999; with the time in the name none comes twice in a year.
  private func nextName(_ now: Timestamp) throws -> RequestName {
    let key = Array(acquirer.utf8)
    let last = try transaction.value(key, in: Self.counters).flatMap { Int64(bigEndianBytes: $0) } ?? 0
    let next = last % 999_999 + 1
    try transaction.set(next.bigEndianBytes, for: key, in: Self.counters)
    return try RequestName(
      acquirer: acquirer, transmission: CardDate.transmission(now), trace: CardTransaction.digits(next, 6))
  }

  /// Keeps how a conversation has gone on, unless somebody else has gone on with it meanwhile; gives how it stands. Two that made
  /// the same request at a time would otherwise end it differently.
  func store(
    _ conversation: CardConversation, after before: CardConversation, _ id: ID<Operation>
  ) throws -> CardConversation {
    if let other = try Self.conversation(id, transaction), other != before { return other }
    try transaction.set(conversation.canonicalBytes, for: id.bytes, in: Self.requests)
    guard let outcome = conversation.outcome else { return conversation }
    try transaction.remove(id.bytes, in: Self.unfinished)
    let request = try CardRequest(conversation.request)
    if case .reconcile = request { try transaction.remove(Self.reconcilingKey, in: Self.counters) }
    guard outcome.isApproved else { return conversation }
    try count(request)
    let name = Self.named(try RequestName(conversation.request), request.type)
    try transaction.set(id.bytes + period().bigEndianBytes, for: name, in: Self.names)
    return conversation
  }

  /// How many reconciliations there were.
  private func period() throws -> Int64 {
    try transaction.value(Self.periodKey, in: Self.counters).flatMap { Int64(bigEndianBytes: $0) } ?? 0
  }

  /// What is undone in the period in which it counted does not count at all; later it counts as a reversal.
  private func count(_ request: CardRequest) throws {
    var totals = try Self.totals(currency, transaction)
    switch request {
    case .purchase(let payment), .complete(let payment, _): totals.debits.add(payment.amount.minorUnits)
    case .credit(let payment, _): totals.credits.add(payment.amount.minorUnits)
    case .reverse(let citation, _):
      guard let (undone, counted) = try undone(citation) else { return }
      let isFresh = try counted == period()
      switch undone {
      case .purchase(let payment), .complete(let payment, _): totals.undoDebit(payment.amount.minorUnits, isFresh)
      case .credit(let payment, _): totals.undoCredit(payment.amount.minorUnits, isFresh)
      case .authorise, .reverse, .reconcile, .network: return
      }
    case .reconcile:
      totals = CardTotals(currency)
      try transaction.set((period() + 1).bigEndianBytes, for: Self.periodKey, in: Self.counters)
    case .authorise, .network: return
    }
    try transaction.set(totals.canonicalBytes, for: Array(acquirer.utf8), in: Self.totalsTable)
  }

  // MARK: Reading

  static func conversation(_ id: ID<Operation>, _ reader: any RecordReader) throws -> CardConversation? {
    try reader.value(id.bytes, in: requests).map { try CardConversation(canonicalBytes: $0) }
  }

  static func request(_ id: ID<Operation>, _ reader: any RecordReader) throws -> CardRequest? {
    try conversation(id, reader).map { try CardRequest($0.request) }
  }

  static func open(_ reader: any RecordReader) throws -> [ID<Operation>] {
    try reader.list(unfinished, prefix: [], after: nil, limit: 10_000).map { try ID(bytes: $0.key) }
  }

  static func totals(_ currency: Currency, _ reader: any RecordReader) throws -> CardTotals {
    try reader.list(totalsTable, prefix: [], after: nil, limit: 1).first
      .map { try CardTotals(canonicalBytes: $0.value) } ?? CardTotals(currency)
  }

  private static func named(_ name: RequestName, _ type: MessageType) -> [UInt8] {
    Array("\(name.transmission)/\(name.trace)/\(type.first.rawValue)".utf8)
  }

  /// The approved request that a reversal undoes, and the period in which it counted; nothing the second time.
  private func undone(_ citation: CardRequest.Citation) throws -> (CardRequest, Int64)? {
    let name = Self.named(citation.name, citation.type)
    guard let bytes = try transaction.value(name, in: Self.names), let period = Int64(bigEndianBytes: bytes.suffix(8)),
      let request = try Self.request(try ID(bytes: Array(bytes.dropLast(8))), transaction)
    else { return nil }
    try transaction.remove(name, in: Self.names)
    return (request, period)
  }
}

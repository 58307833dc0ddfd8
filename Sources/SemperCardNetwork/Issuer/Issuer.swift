import SemperArchive
public import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel

/// The card issuer: decides what gateways ask for, on the bank's ledger. Play money and test cards only.
///
/// Each request is decided in one transaction under its name (acquirer, time, trace number) and answered the same way however
/// often it comes. A reversal counts also when it overtakes its request. What is authorised stands in `authorisations`, what was
/// taken in `acquirers` until gateway and issuer agree on their totals.
public struct Issuer: Sendable {
  let bank: Bank
  let cards: IssuedCards
  /// The accounts that settle with acquirers, by the acquirer's number.
  let acquirers: [String: Thumbprint]
  /// How long an authorisation holds.
  let holdTime: Span

  public init(
    bank: Bank, cards: IssuedCards, acquirers: [String: Thumbprint], holdTime: Span = Span(seconds: 7 * 86_400)
  ) {
    self.bank = bank
    self.cards = cards
    self.acquirers = acquirers
    self.holdTime = holdTime
  }

  /// The answer to a request; `nil` for what is no request at all.
  public func answer(_ message: CardMessage, at now: Timestamp) async throws -> CardMessage? {
    guard message.type.isRequest, let name = try? RequestName(message) else { return nil }
    guard acquirers[name.acquirer] != nil else { return try CardAnswer(.notPermitted).message(to: message) }
    let request: CardRequest
    do {
      request = try CardRequest(message)
    } catch {
      // Nothing was decided under this name; a better message may come.
      return try CardAnswer(.formatError).message(to: message)
    }
    if case .network = request { return try CardAnswer(.approved).message(to: message) }
    let content = Digest(plain: CardMessage(message.type.first, elements: message.elements).encoded)
    let bytes = try await bank.records.transact { transaction in
      try decide(request, name, content, message, now, transaction)
    }
    guard let bytes else { return try CardAnswer(.duplicate).message(to: message) }
    return try CardMessage(decoding: bytes)
  }

  /// The answer's bytes; `nil` where the name was used for something else.
  private func decide(
    _ request: CardRequest, _ name: RequestName, _ content: Digest, _ message: CardMessage, _ now: Timestamp,
    _ transaction: any RecordTransaction
  ) throws -> [UInt8]? {
    let key = IssuerTables.key(name, request.type)
    if let known = try transaction.value(key, in: IssuerTables.answers) {
      guard Array(known.prefix(Digest.size)) == content.bytes else { return nil }
      // Written anew, so that no answer leaves before the first one is durable everywhere.
      try transaction.set(known, for: key, in: IssuerTables.answers)
      return Array(known.dropFirst(Digest.size))
    }
    let books = IssuerBooks(issuer: self, name: name, type: request.type, now: now, transaction: transaction)
    try books.release()
    let answer = try books.decide(request)
    let bytes = try answer.message(to: message).encoded
    _ = try transaction.insert(content.bytes + bytes, for: key, in: IssuerTables.answers)
    return bytes
  }

  /// Lets go of what authorisations that have ended still hold. Each request does it too.
  public func releaseEnded(at now: Timestamp) async throws {
    try await bank.records.transact { transaction in
      let name = try RequestName(acquirer: "1", transmission: CardDate.transmission(now), trace: "000000")
      let books = IssuerBooks(issuer: self, name: name, type: .networkRequest, now: now, transaction: transaction)
      try books.release()
    }
  }

  /// What is held and owed by the records alone, to hold against the ledger: minor units in `authorisations`.
  public func authorised() async throws -> Int64 {
    try await bank.records.read { reader in
      var (sum, last) = (Int64(0), [UInt8]?.none)
      while true {
        let batch = try reader.list(IssuerTables.records, prefix: [], after: last, limit: 500)
        for record in batch.map(\.value) {
          let record = try IssuerRecord(canonicalBytes: record)
          if record.kind == .authorisation { sum += record.units }
        }
        last = batch.last?.key
        if batch.count < 500 { return sum }
      }
    }
  }
}

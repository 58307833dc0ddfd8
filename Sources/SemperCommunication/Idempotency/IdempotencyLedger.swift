public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// Remembers answers by `Idempotency-Key`, durably, so that a repeated request is answered and not carried out again.
///
/// Same key and request: the same answer. Same key, other request: 422 `idempotency-conflict`. The first one still
/// running: 409, ask again. A refusal is an answer too, unless it may pass. A request that failed may be repeated.
///
/// Between the work and the note that it is done a crash can fall; the request may then be carried out a second time,
/// so work that moves money must also be recognised by an id of its own.
public struct IdempotencyLedger: Sendable {
  private static let answers = RecordTable("idempotency_answers")
  private static let running = RecordTable("idempotency_running")
  private let records: any Records

  private enum Begun: Sendable {
    case mine
    case stored(StoredReply)
    case busy
    case conflict
  }

  /// Opens the ledger of a home. What was running when the last process ended is free to run again.
  public init(opening records: any Records) async throws {
    self.records = records
    try await records.transact { transaction in
      while true {
        let marks = try transaction.list(Self.running, prefix: [], after: nil, limit: 100)
        guard !marks.isEmpty else { return }
        for mark in marks { try transaction.remove(mark.key, in: Self.running) }
      }
    }
  }

  /// The answer to a request that carries a key.
  ///
  /// - Parameter scope: whose keys these are, such as an account or a role's address; keys of two scopes never meet.
  public func answer(
    _ request: Request, scope: String, now: Timestamp, _ work: () async throws -> Reply
  ) async throws -> Reply {
    guard let key = request.idempotencyKey else {
      throw Refusal(.malformed, blame: .peer, "this address needs the header Idempotency-Key with a fresh random value")
    }
    let place = Array(Digest(plain: Array("\(scope)\u{0}\(key)".utf8)).bytes)
    let digest = Digest(plain: Array("\(request.method.rawValue) \(request.path)\u{0}".utf8) + request.body)
    switch try await begin(place, digest) {
    case .stored(let stored): return stored.reply
    case .conflict:
      throw Refusal(
        .idempotencyConflict, blame: .peer, "this Idempotency-Key was used for another request; draw a new one")
    case .busy:
      var reply = Reply.problem(
        Refusal(.unavailable, blame: .peer, "the first request with this key is still running; ask again"), status: 409)
      reply.headers["retry-after"] = "1"
      return reply
    case .mine: return try await carryOut(place, digest, now, work)
    }
  }

  private func begin(_ place: [UInt8], _ digest: Digest) async throws -> Begun {
    try await records.transact { transaction in
      if let bytes = try transaction.value(place, in: Self.answers) {
        let stored = try StoredReply(canonicalBytes: bytes, limits: .statement(bytes: 16 << 20))
        return stored.request == digest ? .stored(stored) : .conflict
      }
      if try transaction.insert(digest.bytes, for: place, in: Self.running) { return .mine }
      return try transaction.value(place, in: Self.running) == digest.bytes ? .busy : .conflict
    }
  }

  private func carryOut(
    _ place: [UInt8], _ digest: Digest, _ now: Timestamp, _ work: () async throws -> Reply
  ) async throws -> Reply {
    let reply: Reply
    do {
      reply = try await work()
    } catch let refusal as Refusal where !refusal.code.isPassing {
      reply = .refusal(refusal)
    } catch {
      try await records.transact { try $0.remove(place, in: Self.running) }
      throw error
    }
    guard case .bytes(let body) = reply.body else { preconditionFailure("a stream cannot be answered again") }
    let bytes = StoredReply(reply, body, to: digest, at: now).canonicalBytes
    try await records.transact { transaction in
      try transaction.set(bytes, for: place, in: Self.answers)
      try transaction.remove(place, in: Self.running)
    }
    return reply
  }
}

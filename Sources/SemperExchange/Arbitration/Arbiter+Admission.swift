import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

// What a call must show before it may decide anything.
extension Arbiter {
  func verified(_ signed: SignedStatement, at now: Timestamp) async throws -> ArbiterCall {
    switch ArbiterRequest(signed.kind) {
    case .abort: return try abort(signed, at: now)
    case .resolve: return try await resolve(signed, at: now)
    case .complain: return try complain(signed, at: now)
    case .accept: return try accept(signed)
    case .query: return try query(signed)
    case nil: throw Refusal(.unknownKind, blame: .peer, "the arbiter takes abort, resolve, complain, accept and query")
    }
  }

  /// As soon as the caller's signature has been checked, before anything that costs more.
  private func admit(_ caller: Thumbprint) throws(Refusal) {
    guard meter.admits(caller, perSecond: limits.callsPerSecond) else {
      throw Refusal(.overloaded, blame: .peer, "this key calls too often; wait a moment and ask again")
    }
  }

  private func abort(_ signed: SignedStatement, at now: Timestamp) throws(Refusal) -> ArbiterCall {
    let request = try VerifiedStatement<AbortRequest>(verifying: signed, keys: KeySet()).content
    try admit(request.header.originator.key.thumbprint)
    try admit(request.header, window: nil, ledgers: 0, at: now)
    return ArbiterCall(
      kind: .abort, exchange: request.exchange,
      caller: request.header.originator.key.thumbprint, parties: parties(request.header), commits: [],
      commitResponder: nil, windows: nil, closes: request.header.closes, reply: nil)
  }

  private func resolve(_ signed: SignedStatement, at now: Timestamp) async throws -> ArbiterCall {
    let request = try VerifiedStatement<ResolveRequest>(verifying: signed, keys: KeySet()).content
    let record = request.record
    try admit(record.terms.thumbprint(of: request.role))
    let commits = try admit(record, at: now)
    let sealing = try sealingKey(for: record.terms.header, at: now)
    guard record.terms.header.party(request.role).isOpened(by: request.secret, as: request.role) else {
      throw Refusal(.lockInvalid, blame: .peer, "the caller's secret does not open its commitment")
    }
    let originator =
      request.role == .originator
      ? request.secret
      : sealing.flatMap { Escrow.open(commits.first.escrow, role: .originator, terms: record.terms, with: $0) }
    let responder =
      request.role == .responder
      ? request.secret
      : sealing.flatMap { Escrow.open(commits.second.escrow, role: .responder, terms: record.terms, with: $0) }
    // What has been decided once is not inspected again, and what has closed before is aborted, whatever lies here.
    let hasClosed = now > record.terms.header.closes
    let isSettled = if hasClosed { true } else { try await isKnown(request.exchange) }
    let fault =
      try await isSettled
      ? nil
      : inspection(record, commits).fault(
        originator: originator, responder: responder, resolvedBy: request.role)
    return ArbiterCall(
      kind: .resolve(originator: originator, responder: responder, fault: fault), exchange: request.exchange,
      caller: record.terms.thumbprint(of: request.role), parties: parties(record.terms.header),
      commits: record.commits, commitResponder: record.commitResponder,
      windows: ComplaintWindows(record.terms.body), closes: record.terms.header.closes, reply: request.reply)
  }

  private func isKnown(_ exchange: Digest) async throws -> Bool {
    try await records.read { try $0.value(exchange.bytes, in: Self.table) != nil }
  }

  private func inspection(
    _ record: ExchangeRecord, _ commits: (first: Commitment, second: Commitment)
  ) -> ResolveInspection {
    ResolveInspection(
      record: record, originator: commits.first.locked, responder: commits.second.locked, data: data)
  }

  private func complain(_ signed: SignedStatement, at now: Timestamp) throws(Refusal) -> ArbiterCall {
    let complaint = try VerifiedStatement<Complaint>(verifying: signed, keys: KeySet()).content
    let record = complaint.record
    try admit(record.terms.thumbprint(of: complaint.role))
    let commits = try admit(record, at: now)
    try ComplaintCheck.check(complaint, against: complaint.role == .responder ? commits.first : commits.second)
    return ArbiterCall(
      kind: .complain(proof: complaint.proof.documentDigest, of: complaint.role, secret: complaint.secret),
      exchange: complaint.exchange, caller: record.terms.thumbprint(of: complaint.role),
      parties: parties(record.terms.header), commits: record.commits,
      commitResponder: record.commitResponder, windows: ComplaintWindows(record.terms.body),
      closes: record.terms.header.closes, reply: nil)
  }

  private func accept(_ signed: SignedStatement) throws(Refusal) -> ArbiterCall {
    let request = try VerifiedStatement<AcceptRequest>(verifying: signed, keys: KeySet()).content
    try admit(request.party.thumbprint)
    return ArbiterCall(
      kind: .accept, exchange: request.exchange, caller: request.party.thumbprint,
      parties: nil, commits: [], commitResponder: nil, windows: nil, closes: nil, reply: nil)
  }

  private func query(_ signed: SignedStatement) throws(Refusal) -> ArbiterCall {
    let request = try VerifiedStatement<QueryRequest>(verifying: signed, keys: KeySet()).content
    try admit(request.party.thumbprint)
    return ArbiterCall(
      kind: .query, exchange: request.exchange, caller: request.party.thumbprint, parties: nil,
      commits: [], commitResponder: nil, windows: nil, closes: nil, reply: request.reply)
  }

  /// The same checks that the parties ran on each other's commitments, on the same bytes.
  func admit(
    _ record: ExchangeRecord, at now: Timestamp
  ) throws(Refusal) -> (first: Commitment, second: Commitment) {
    let (header, body) = (record.terms.header, record.terms.body)
    try admit(header, window: body.window, ledgers: body.ledgers.count, at: now)
    let verifier = try ExchangeVerifier(terms: record.terms, items: record.items)
    let first = try verifier.commitOriginator(record.commitOriginator)
    let second = try verifier.commitResponder(record.commitResponder, answering: first.digest)
    return (first.content.commitment, second.content.commitment)
  }

  /// An exchange that has closed can only be aborted, which the policy has nothing against.
  private func admit(
    _ header: ExchangeHeader, window: Span?, ledgers: Int, at now: Timestamp
  ) throws(Refusal) {
    let policy = try policy(for: header, at: now)
    guard now <= header.closes else { return }
    try policy.check(closes: header.closes, window: window, ledgers: ledgers, at: now, blame: .peer)
  }

  private func parties(_ header: ExchangeHeader) -> (originator: Thumbprint, responder: Thumbprint) {
    (header.originator.key.thumbprint, header.responder.key.thumbprint)
  }
}

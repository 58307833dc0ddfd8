public import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel

/// An arbiter's disputes: opens cases on claims, hears, decides by the rule or lets a person judge, and remembers. Every step is one
/// durable transaction, rulings with their notice in the arbiter's log, and whatever is repeated changes nothing, so a restart is a start.
///
/// It sees what the parties disclose and nothing else.
public struct DisputeDesk: Sendable {
  /// Claims about one deal; each side can raise what there is to raise.
  static let mostOfADeal = 8
  static let mostOpen = 10_000
  private static let batch = 100
  private static let tries = 16

  let records: any Records
  private let key: SigningKey
  /// Whose certificates count in the evidence.
  public let trust: TrustList
  private let times: DisputeTimes
  private let decides: @Sendable () -> Bool

  /// - Parameters:
  ///   - trust: whose certificates count in the evidence.
  ///   - decides: whether the arbiter may sign anything now: one whose log lacks what others have seen of it may not.
  public init(
    records: any Records, key: SigningKey, trust: TrustList, times: DisputeTimes,
    decides: @escaping @Sendable () -> Bool = { true }
  ) {
    self.records = records
    self.key = key
    self.trust = trust
    self.times = times
    self.decides = decides
  }

  // MARK: What parties say

  /// Opens a case, or finds the one that this claim has opened before.
  ///
  /// Refuses (`overloaded`) more claims about a deal, or more open cases, than there may be.
  public func open(_ submission: ClaimSubmission, at now: Timestamp) async throws -> DisputeCase {
    if let known = try await dispute(submission.statement.digest) { return known }
    guard let evidence = submission.evidence else {
      throw Refusal(.malformed, blame: .peer, "a claim comes with the evidence that it names")
    }
    let opened = try DisputeCase.open(
      submission.statement, disclosing: evidence, at: now, before: key.thumbprint, trust: trust, times: times)
    let deal = opened.claimContent.deal.bytes
    try await records.transact { transaction in
      let ofDeal = try transaction.list(DisputeTables.deals, prefix: deal, after: nil, limit: Self.mostOfADeal)
      let open = try transaction.list(DisputeTables.open, prefix: [], after: nil, limit: Self.mostOpen)
      guard ofDeal.count < Self.mostOfADeal, open.count < Self.mostOpen else {
        throw Refusal(.overloaded, blame: .us, "there are too many claims about this deal, or open here; wait")
      }
      _ = try DisputeTables.store(opened, over: nil, transaction)
    }
    return opened
  }

  public func answer(_ submission: ClaimSubmission, at now: Timestamp) async throws -> DisputeCase {
    let claim = try VerifiedStatement<ClaimAnswer>(verifying: submission.statement, keys: KeySet()).content.claim
    return try await move(claim, .answered(submission.statement, submission.evidence), at: now)
  }

  public func appeal(_ signed: SignedStatement, in claim: Digest, at now: Timestamp) async throws -> DisputeCase {
    try await move(claim, .appealed(signed), at: now)
  }

  /// The bank's word on a final ruling. Refuses one by another bank than the offer's, or on another ruling.
  public func note(_ signed: SignedStatement, in claim: Digest, at now: Timestamp) async throws -> DisputeCase {
    guard let dispute = try await dispute(claim), let bank = dispute.disclosed.offer?.bank.key else { throw unknown }
    let word = try VerifiedStatement<Enforcement>(verifying: signed, keys: KeySet([bank])).content
    guard word.bank == bank.thumbprint, word.ruling == dispute.final?.digest else {
      throw Refusal(.wrongSigner, blame: .peer, "it is not the bank's word on the final ruling of this case")
    }
    return try await move(claim, .enforced(signed), at: now)
  }

  // MARK: What the arbiter does

  /// A person's judgement; `nil` dismisses the claim.
  public func judge(
    _ claim: Digest, paying amount: Money?, because finding: HumanText, at now: Timestamp
  ) async throws -> DisputeCase {
    for _ in 0..<Self.tries {
      guard let dispute = try await dispute(claim) else { throw unknown }
      let ruling = try dispute.judgement(
        paying: amount, because: finding, at: now, trust: trust, earlier: try await earlier(dispute), times: times)
      let event = DisputeEvent.ruled(try SignedStatement(ruling, signedBy: [key]))
      if let after = try await store(event, on: dispute, at: now) { return after }
    }
    throw busy
  }

  /// Does what is due by now: decides where the other side was heard, and makes final what nobody has appealed against.
  public func pass(at now: Timestamp) async throws {
    guard decides() else { return }
    let due = try await records.read { try $0.list(DisputeTables.due, prefix: [], after: nil, limit: Self.batch) }
    for (place, _) in due {
      guard let id = try? Digest(bytes: Array(place.dropFirst(8))), let dispute = try await dispute(id) else {
        continue
      }
      try await pass(dispute, at: now)
    }
  }

  private func pass(_ dispute: DisputeCase, at now: Timestamp) async throws {
    let next: DisputeCase.Next?
    do {
      next = try dispute.next(at: now, trust: trust, earlier: try await earlier(dispute), times: times)
    } catch is Refusal {
      // What each side has disclosed holds alone and not together, so a person has to look.
      next = .leaveOpen([.whichEvidenceIsTrue], atLeast: .nothing)
    }
    switch next {
    case .rule(let ruling):
      _ = try await store(.ruled(SignedStatement(ruling, signedBy: [key])), on: dispute, at: now)
    case .leaveOpen(let questions, let least):
      _ = try await store(.leftOpen(questions, atLeast: least), on: dispute, at: now)
    case nil: break
    }
  }

  // MARK: What is there

  public func dispute(_ claim: Digest) async throws -> DisputeCase? {
    try await records.read { try DisputeTables.load(claim.bytes, $0) }
  }

  /// The cases that are not final, or all.
  public func all(open: Bool = false) async throws -> [DisputeCase] {
    let table = open ? DisputeTables.open : DisputeTables.cases
    return try await records.read { reader in
      try reader.list(table, prefix: [], after: nil, limit: Self.mostOpen)
        .compactMap { try DisputeTables.load($0.key, reader) }
    }.sorted { ($0.opened, "\($0.id)") < ($1.opened, "\($1.id)") }
  }

  /// Some of the cases in which the other side has still to be heard; the next ones after the last of them, none at the end.
  public func unheard(after last: Digest? = nil) async throws -> [DisputeCase] {
    try await records.read { reader in
      try reader.list(DisputeTables.unheard, prefix: [], after: last?.bytes, limit: Self.batch)
        .compactMap { try DisputeTables.load($0.key, reader) }
    }
  }

  /// A case as it goes to a court.
  public func dossier(_ claim: Digest) async throws -> DisputeDossier {
    guard let dispute = try await dispute(claim) else { throw unknown }
    return DisputeDossier(
      dispute, others: try await others(dispute).flatMap { [$0.ruling, $0.final].compactMap(\.self) })
  }

  private func earlier(_ dispute: DisputeCase) async throws -> [Ruling] {
    try await others(dispute).compactMap { $0.finalContent ?? $0.rulingContent }
  }

  /// The other cases about the same deal.
  private func others(_ dispute: DisputeCase) async throws -> [DisputeCase] {
    let (deal, id) = (dispute.claimContent.deal.bytes, dispute.id)
    return try await records.read { reader in
      try reader.list(DisputeTables.deals, prefix: deal, after: nil, limit: Self.mostOfADeal)
        .compactMap { try DisputeTables.load(Array($0.key.dropFirst(deal.count)), reader) }
        .filter { $0.id != id }
    }
  }

  private func move(_ claim: Digest, _ event: DisputeEvent, at now: Timestamp) async throws -> DisputeCase {
    for _ in 0..<Self.tries {
      guard let dispute = try await dispute(claim) else { throw unknown }
      if let after = try await store(event, on: dispute, at: now) { return after }
    }
    throw busy
  }

  private func store(
    _ event: DisputeEvent, on dispute: DisputeCase, at now: Timestamp
  ) async throws -> DisputeCase? {
    var moved = dispute
    try moved.take(event, at: now, trust: trust)
    let after = moved
    if case .ruled = event, !decides() {
      throw Refusal(.unavailable, blame: .us, "the arbiter decides nothing now; see its status")
    }
    return try await records.transact { [key] transaction -> DisputeCase? in
      guard try DisputeTables.store(after, over: dispute, transaction) else { return nil }
      if case .ruled(let signed) = event {
        try LogNotice.note(ruling: signed.digest, signedBy: key, at: now, in: transaction)
      }
      return after
    }
  }

  private var unknown: Refusal { Refusal(.notFound, blame: .peer, "this arbiter knows no such case") }
  private var busy: Refusal { Refusal(.unavailable, blame: .us, "the case is just being moved; ask again in a moment") }
}

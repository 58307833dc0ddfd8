import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
public import SemperModel
public import SemperStatements

// Ciphertexts that parties leave here: who may, how much, and how long.
extension Arbiter {
  /// How long ciphertexts stay after an exchange's last window, where the policy names no time.
  private static let usualRetention = Span(seconds: 30 * 86_400)
  private static let batch = 64

  /// Gives a party of an exchange leave to bring and fetch the ciphertexts that its two commitments name. The same claim
  /// again gets the same leave.
  ///
  /// Refuses whatever `resolve` would refuse of the record; with `notAParty` a question of somebody else; with `tooLate`
  /// an exchange that has closed before its first claim; with `outsideTerms` what the policy does not allow; with `overloaded`
  /// what finds no room, and with `limitExceeded` a party that comes with ever new commitments. The space is counted when it
  /// is promised, so that nobody gets more by bringing it slowly, and once for an exchange, however many commitments name it.
  public func grant(_ claim: DataClaim, at clock: Timestamp) async throws -> DataGrant {
    let now = life.time(clock)
    let query = try VerifiedStatement<QueryRequest>(verifying: claim.query, keys: KeySet()).content
    guard meter.admits(query.party.thumbprint, perSecond: limits.callsPerSecond) else {
      throw Refusal(.overloaded, blame: .peer, "this key calls too often; wait a moment and ask again")
    }
    let key = claim.key
    let known = try await records.read { try DataPermits.permit(key, $0) }
    let permit: DataPermit
    if let known { permit = known } else { permit = try await admit(claim, key, query, at: now) }
    guard permit.exchange == query.exchange, let grant = permit.grant(for: query.party.thumbprint) else {
      throw Self.notAParty
    }
    return grant
  }

  /// What a token allows for one ciphertext, and the source that tells this party's upload from its peer's.
  ///
  /// Refuses with `notFound`, whether the token or the root is wrong or its time is over.
  public func ciphertext(
    _ root: Digest, token: Nonce, at clock: Timestamp
  ) async throws -> (locked: LockedData, source: Digest) {
    let now = life.time(clock)
    guard let permit = try await records.read({ try DataPermits.permit(token: token, $0) }), now < permit.expires,
      let locked = permit.ciphertexts.first(where: { $0.root == root })
    else {
      throw Refusal(.notFound, blame: .peer, "this token leads to no such ciphertext; ask for leave with POST /data")
    }
    return (locked, DataPermit.source(token))
  }

  private func admit(
    _ claim: DataClaim, _ key: Digest, _ query: QueryRequest, at now: Timestamp
  ) async throws -> DataPermit {
    let record = claim.record
    let header = record.terms.header
    let parties = (header.originator.key.thumbprint, header.responder.key.thumbprint)
    guard query.exchange == record.terms.id, [parties.0, parties.1].contains(query.party.thumbprint) else {
      throw Self.notAParty
    }
    let commits = try admit(record, at: now)
    guard now <= header.closes else {
      throw Refusal(.tooLate, blame: .peer, "the exchange has closed: nothing is taken in for it any more")
    }
    var generator = SystemRandomNumberGenerator()
    let named = (commits.first.locked + commits.second.locked).compactMap(\.ciphertext)
    try policy(for: header, at: now).check(ciphertexts: named.map(\.length), blame: .peer)
    guard !named.isEmpty, Set(named.map(\.root)).count == named.count else {
      throw Refusal(.malformed, blame: .peer, "the commitments name no ciphertext, or one of them twice")
    }
    let windows = record.terms.body.window
    let caller = query.party.thumbprint
    var permit = DataPermit(
      exchange: record.terms.id, originator: parties.0, responder: parties.1,
      originatorToken: Nonce(using: &generator), responderToken: Nonce(using: &generator), ciphertexts: named,
      expires: header.closes.advanced(by: windows).advanced(by: windows)
        .advanced(by: try policy(for: header, at: now).retention ?? Self.usualRetention))
    let account = DataAccount(of: caller, peer: caller == parties.0 ? parties.1 : parties.0, in: registered)
    permit.opener = caller
    permit.account = account.party
    let (asked, limits) = (permit, limits)
    let kept = try await transact { transaction in
      if let known = try DataPermits.permit(key, transaction) { return known }
      var permit = asked
      let charged = try DataPermits.charge(
        permit.ciphertexts, of: permit.exchange, opener: caller, transaction)
      permit.charged = charged
      try DataBudget.take(charged, for: account, limits: limits, at: now, in: transaction)
      try DataPermits.add(permit, key, in: transaction)
      return permit
    }
    life.bell.ring()
    return kept
  }

  /// Removes what has stayed long enough, and tells of how many exchanges that was.
  ///
  /// The files go first: a crash in between leaves a permit whose removal is done again, never files that nobody names.
  func removeData(by now: Timestamp) async throws -> Int {
    let due = try await records.read { reader in
      try DataPermits.due(by: now, limit: Self.batch, reader).compactMap { key in
        try DataPermits.permit(key, reader).map { (permit) -> (Digest, DataPermit, Set<LockedData>) in
          let shared = try permit.ciphertexts.filter { try DataPermits.isNamedElsewhere($0.root, than: key, reader) }
          return (key, permit, Set(shared))
        }
      }
    }
    for (key, permit, shared) in due {
      for locked in permit.ciphertexts {
        try await data.remove(locked, from: permit.sources, andWhole: !shared.contains(locked))
      }
      try await transact { transaction in
        try DataBudget.giveBack(permit, in: transaction)
        try DataPermits.remove(permit, key, in: transaction)
      }
    }
    return due.count
  }

  private static var notAParty: Refusal {
    Refusal(.notAParty, blame: .peer, "the question is not one of a party to this exchange about it")
  }
}

import SemperArchive
import SemperCryptography
public import SemperModel

// Keys of epochs: opened one after another, several of them live, each destroyed when nothing can need it any more.
extension Arbiter {
  /// The epochs that ever were, in order.
  public var epochEntries: [EpochEntry] { epochs.entries }

  /// What exchanges of an epoch pin, its policy, and when they close at the latest; `nil` for that as long as the epoch is
  /// offered. Refuses an epoch of which no exchange can begin any more.
  public func served(
    _ number: Int, at now: Timestamp
  ) throws(Refusal) -> (terms: ArbiterTerms, policy: ArbiterPolicy, lastClose: Timestamp?) {
    guard let entry = epochs.entry(number) else {
      throw Refusal(.notFound, blame: .peer, "this arbiter has no epoch \(number)")
    }
    guard epochs.key(number) != nil, entry.lastClose.map({ now < $0 }) ?? true else {
      throw Refusal(
        .epochDestroyed, blame: .peer, "no exchange of epoch \(number) can begin any more; fetch the offer again")
    }
    return (terms(of: entry), entry.policy, entry.lastClose)
  }

  /// The private key for the escrows of an exchange, after everything that its header says of the arbiter was checked.
  ///
  /// `nil` where it is destroyed. Then the exchange has closed, and to abort it or to repeat its decision no escrow is opened.
  func sealingKey(for header: ExchangeHeader, at now: Timestamp) throws(Refusal) -> SealingKey? {
    try admitted(header, at: now)
    return epochs.key(header.arbiter.epoch)
  }

  /// The policy that the exchange pins.
  func policy(for header: ExchangeHeader, at now: Timestamp) throws(Refusal) -> ArbiterPolicy {
    try admitted(header, at: now).policy
  }

  /// The epoch of an exchange. One that has closed is admitted whatever has become of the epoch, so that nobody who comes back
  /// late is left without an abort.
  @discardableResult
  private func admitted(_ header: ExchangeHeader, at now: Timestamp) throws(Refusal) -> EpochEntry {
    guard let entry = epochs.entry(header.arbiter.epoch), header.arbiter == terms(of: entry) else {
      throw Refusal(.wrongSigner, blame: .peer, "the exchange names another arbiter, another key or another policy")
    }
    guard now <= header.closes else { return entry }
    guard epochs.key(entry.number) != nil else {
      throw Refusal(
        .epochDestroyed, blame: .peer,
        "the key of epoch \(entry.number) is destroyed: call again once the exchange has closed, and it is aborted")
    }
    if let last = entry.lastClose, header.closes > last {
      throw Refusal(
        .outsideTerms, blame: .peer,
        "an exchange of epoch \(entry.number) closes at \(last) at the latest: call again once it has closed")
    }
    return entry
  }

  func terms(of entry: EpochEntry) -> ArbiterTerms {
    ArbiterTerms(
      key: signingKey.publicKey, sealingKey: entry.key, epoch: entry.number, policy: entry.policy.digest)
  }

  /// Reads the stored epochs with the keys that are still needed.
  func loadEpochs() async throws {
    guard let keys else { return }
    for entry in try await records.read(ArbiterEpochs.stored) {
      switch entry.stage {
      case .offered, .ended:
        guard let secret = try await keys.secret(named: ArbiterEpochs.secretName(entry.number)) else {
          throw ArchiveError(
            .corrupt, "the key of epoch \(entry.number) is missing; put back the newest copy of the arbiter's home")
        }
        epochs.set(entry, try SealingKey(rawRepresentation: secret))
      case .destroying, .destroyed: epochs.set(entry)
      }
    }
  }

  /// Opens the epoch that is due, destroys the keys that are due, and finishes what a crash has left.
  ///
  /// - Parameter policy: what the next epoch has; one is due at once when the offered one has another.
  func turnEpochs(to policy: ArbiterPolicy, at now: Timestamp) async throws {
    guard keys != nil, life.standing.decides else { return }
    let offered = epochs.offered
    if offered?.policy != policy || offered?.rotation.map({ $0 <= now }) == true {
      try await openEpoch(policy, at: now)
    }
    for entry in epochs.entries where entry.stage == .ended {
      if let due = entry.destruction, due <= now { try await withdraw(entry, at: now) }
    }
    for entry in epochs.entries where entry.stage == .destroying { try await destroy(entry, at: now) }
  }

  /// The earliest time at which `turnEpochs` will have something to do.
  var nextEpochTurn: Timestamp? {
    epochs.entries.compactMap { entry in
      switch entry.stage {
      case .offered: entry.rotation
      case .ended: entry.destruction
      case .destroying: entry.ended
      case .destroyed: nil
      }
    }.min()
  }

  /// The secret first: what is published must have its private half on the disk. A crash in between leaves a secret that
  /// nobody has seen, and the next start takes it.
  private func openEpoch(_ policy: ArbiterPolicy, at now: Timestamp) async throws {
    guard let keys else { return }
    let number = (epochs.entries.last?.number ?? -1) + 1
    let name = ArbiterEpochs.secretName(number)
    let key: SealingKey
    if let secret = try await keys.secret(named: name) {
      key = try SealingKey(rawRepresentation: secret)
    } else {
      key = SealingKey()
      try await keys.store(key.rawRepresentation, named: name)
    }
    let entry = EpochEntry(number: number, key: key.publicKey, policy: policy, opened: now)
    var before = epochs.offered
    before?.ended = now
    before?.stage = .ended
    let ended = before
    try await transact { transaction in
      if let ended { try ArbiterEpochs.store(ended, in: transaction) }
      try ArbiterEpochs.store(entry, in: transaction)
      try note(
        .epochOpened(number: number, key: entry.key, policy: policy.digest), at: now, in: transaction)
    }
    if let ended { epochs.set(ended) }
    epochs.set(entry, key)
  }

  /// From here on no exchange of the epoch is open, and those that nobody has decided are aborted when somebody asks.
  private func withdraw(_ entry: EpochEntry, at now: Timestamp) async throws {
    var entry = entry
    entry.stage = .destroying
    let changed = entry
    try await transact { try ArbiterEpochs.store(changed, in: $0) }
    epochs.set(entry)
  }

  /// The notice comes after the deed, so that it is never untrue.
  private func destroy(_ entry: EpochEntry, at now: Timestamp) async throws {
    guard let keys else { return }
    try await keys.destroy(named: ArbiterEpochs.secretName(entry.number))
    var entry = entry
    entry.stage = .destroyed
    let changed = entry
    try await transact { transaction in
      try ArbiterEpochs.store(changed, in: transaction)
      try note(.epochDestroyed(number: changed.number, key: changed.key), at: now, in: transaction)
    }
    epochs.set(entry)
  }

  private func note(_ event: LogNotice.Event, at now: Timestamp, in transaction: any RecordTransaction) throws {
    _ = try ArbiterLog.append(to: transaction) { number, previous in
      try SignedStatement(
        LogNotice(arbiter: signingKey.thumbprint, event: event, number: number, previous: previous, issued: now),
        signedBy: [signingKey])
    }
  }
}

public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

/// The mint's denomination keys with their private halves, kept in the archive.
public struct MintKeyring: Sendable {
  public let keys: MintKeys
  /// The private keys that still sign or have to sign again.
  public let signingKeys: [any BlindKey]
  /// When the keys of the next period are to be announced.
  public let nextDue: Timestamp

  /// Opens the keyring, making the first keys or those of the next period when it is time.
  ///
  /// A new list is signed by the mint's key and chained to the one before. Private keys are durable before a list names
  /// them. Takes seconds when keys have to be made.
  ///
  /// - Parameter token: makes and keeps the private keys from now on; without one they are in the key store.
  public static func open(
    records: any Records, keyStore: any KeyStore, key: SigningKey, configuration: MintConfiguration, now: Timestamp,
    token: Token? = nil
  ) async throws -> MintKeyring {
    var list = try await newest(records, key)
    var periods = list.map { replacements(in: $0.content, now) } ?? []
    if list.map({ isDue($0.content, configuration, now) }) ?? true {
      // The next period begins where the last one ends, so that there is one key for each denomination at any time.
      let begin = max(now, list?.content.keys.map(\.withdrawEnd).max() ?? now)
      periods += configuration.exponents.map {
        Period(exponent: $0, begin: begin, end: begin.advanced(by: configuration.issuing))
      }
    }
    if !periods.isEmpty || list?.content.change != configuration.change || list?.content.seals != true {
      let made = try await make(periods, configuration, keyStore, token, now: now)
      let kept = (list?.content.keys ?? []).filter { now < $0.legalEnd }
      list = try await publish(
        MintKeyList(
          mint: key.thumbprint, currency: configuration.currency, number: list.map { $0.content.number + 1 } ?? 0,
          previous: list?.digest, keys: kept + made, issued: now,
          change: configuration.change, seals: true),
        records, key)
    }
    guard let list else { preconditionFailure("a list was found or made") }
    var signingKeys = [any BlindKey]()
    for entry in list.content.keys where now < entry.spendEnd {
      signingKeys.append(try await privateKey(of: entry, keyStore, token))
    }
    let end = list.content.keys.map(\.withdrawEnd).max() ?? now
    return MintKeyring(
      keys: MintKeys(list), signingKeys: signingKeys,
      nextDue: Timestamp(seconds: end.seconds - configuration.ahead.seconds))
  }

  private static func newest(
    _ records: any Records, _ key: SigningKey
  ) async throws -> VerifiedStatement<MintKeyList>? {
    let bytes = try await records.read { reader in
      let count = try reader.count(of: MintTables.lists)
      return try count == 0 ? nil : reader.entries(of: MintTables.lists, from: count - 1, limit: 1).first
    }
    return try bytes.map { bytes in
      try VerifiedStatement(verifying: SignedStatement(bytes: bytes), keys: KeySet([key.publicKey]))
    }
  }

  /// Whether the keys that issue now, or next, end soon.
  private static func isDue(_ list: MintKeyList, _ configuration: MintConfiguration, _ now: Timestamp) -> Bool {
    let end = list.keys.map(\.withdrawEnd).max() ?? now
    return end <= now.advanced(by: configuration.ahead)
  }

  /// Which denomination, and from when to when coins of it are issued.
  private struct Period {
    let exponent: Int
    let begin: Timestamp
    let end: Timestamp
  }

  /// What has to take the place of keys that were revoked before their time.
  private static func replacements(in list: MintKeyList, _ now: Timestamp) -> [Period] {
    list.keys.filter { revoked in
      revoked.isRevoked(at: now) && now < revoked.withdrawEnd
        && !list.keys.contains {
          $0.denomination == revoked.denomination && $0.revoked == nil && $0.withdrawEnd == revoked.withdrawEnd
        }
    }.map { Period(exponent: $0.denomination.exponent, begin: max(now, $0.notBefore), end: $0.withdrawEnd) }
  }

  private static func make(
    _ periods: [Period], _ configuration: MintConfiguration, _ keyStore: any KeyStore, _ token: Token?, now: Timestamp
  ) async throws -> [DenominationKey] {
    if let token {
      return try periods.map { period in
        try entry(period, try token.makeBlindKey(bits: configuration.keyBits).publicKey, configuration, now)
      }
    }
    let threads = SigningThreads(count: 2)
    let keys = try await withThrowingTaskGroup(of: (Int, BlindSigningKey).self) { group in
      for place in periods.indices {
        group.addTask { (place, try await threads.run { try BlindSigningKey(bits: configuration.keyBits) }) }
      }
      return try await group.reduce(into: [Int: BlindSigningKey]()) { $0[$1.0] = $1.1 }
    }
    var made = [DenominationKey]()
    for (place, period) in periods.enumerated() {
      guard let key = keys[place] else { continue }
      try await keyStore.store(key.derRepresentation(), named: name(of: key.publicKey.id))
      made.append(try entry(period, key.publicKey, configuration, now))
    }
    return made
  }

  private static func entry(
    _ period: Period, _ key: BlindingKey, _ configuration: MintConfiguration, _ now: Timestamp
  ) throws(CodingError) -> DenominationKey {
    let denomination = try Denomination(exponent: period.exponent)
    let spendEnd = period.end.advanced(by: configuration.spending)
    return try DenominationKey(
      denomination: denomination, key: key, announced: now, notBefore: period.begin, withdrawEnd: period.end,
      spendEnd: spendEnd, legalEnd: spendEnd.advanced(by: configuration.legal),
      fees: configuration.fees.reduced(for: denomination))
  }

  /// The list as it was last published. Throws `ArchiveError(.corrupt)` when there is none yet.
  public static func published(records: any Records, key: SigningKey) async throws -> VerifiedStatement<MintKeyList> {
    guard let list = try await newest(records, key) else {
      throw ArchiveError(.corrupt, "this home holds no key list; start its bank once")
    }
    return list
  }

  /// Publishes a list in which these keys are revoked from now on. Others take their place when the keyring is opened next.
  ///
  /// Throws `ArchiveError(.corrupt)` when there is no list yet, and refuses keys that are not in it.
  @discardableResult
  public static func revoke(
    _ ids: Set<Digest>, records: any Records, key: SigningKey, now: Timestamp
  ) async throws -> VerifiedStatement<MintKeyList> {
    let list = try await published(records: records, key: key)
    guard ids.isSubset(of: list.content.keys.map(\.id)) else {
      throw Refusal(.notFound, blame: .us, "the mint's list holds no such key")
    }
    let keys = try list.content.keys.map { entry in
      ids.contains(entry.id) && entry.revoked == nil ? try entry.revoked(at: now) : entry
    }
    return try await publish(
      MintKeyList(
        mint: key.thumbprint, currency: list.content.currency, number: list.content.number + 1,
        previous: list.digest, keys: keys, issued: now,
        change: list.content.change, seals: list.content.seals), records, key)
  }

  private static func publish(
    _ list: MintKeyList, _ records: any Records, _ key: SigningKey
  ) async throws -> VerifiedStatement<MintKeyList> {
    let signed = try VerifiedStatement(signing: list, with: [key])
    let bytes = signed.signed.canonicalBytes
    try await records.transact { transaction in
      guard try transaction.append(bytes, to: MintTables.lists) == list.number else {
        throw ArchiveError(.busy, "another process has published a key list; only one may run on a home")
      }
    }
    return signed
  }

  private static func privateKey(
    of entry: DenominationKey, _ keyStore: any KeyStore, _ token: Token?
  ) async throws -> any BlindKey {
    // Keys from before there was a token stay where they are.
    if let key = try token?.blindKey(entry.key) { return key }
    guard let der = try await keyStore.secret(named: name(of: entry.id)) else {
      throw ArchiveError(
        .corrupt,
        "the private key of \(entry.id) is missing; restore the key store from a backup, or give the token that has it")
    }
    return try BlindSigningKey(derRepresentation: der)
  }

  private static func name(of id: Digest) -> String { "mint-\(Base64URL.encode(id.bytes))" }
}

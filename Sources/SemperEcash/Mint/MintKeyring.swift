public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

/// The mint's denomination keys with their private halves, kept in the archive.
public struct MintKeyring: Sendable {
  public let keys: MintKeys
  /// The private keys that still sign or have to sign again.
  public let signingKeys: [BlindSigningKey]
  /// When the keys of the next period are to be announced.
  public let nextDue: Timestamp

  /// Opens the keyring, making the first keys or those of the next period when it is time.
  ///
  /// A new list is signed by the mint's key and chained to the one before. Private keys are durable before a list names
  /// them. Takes seconds when keys have to be made.
  public static func open(
    records: any Records, keyStore: any KeyStore, key: SigningKey, configuration: MintConfiguration, now: Timestamp
  ) async throws -> MintKeyring {
    var list = try await newest(records, key)
    if list.map({ isDue($0.content, configuration, now) }) ?? true {
      let made = try await make(configuration, keyStore, now: now, after: list?.content)
      let kept = (list?.content.keys ?? []).filter { now < $0.legalEnd }
      list = try await publish(
        MintKeyList(
          mint: key.thumbprint, currency: configuration.currency, number: list.map { $0.content.number + 1 } ?? 0,
          previous: list?.digest, keys: kept + made, issued: now),
        records, key)
    }
    guard let list else { preconditionFailure("a list was found or made") }
    var signingKeys = [BlindSigningKey]()
    for entry in list.content.keys where now < entry.spendEnd {
      signingKeys.append(try await privateKey(of: entry, keyStore))
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

  private static func make(
    _ configuration: MintConfiguration, _ keyStore: any KeyStore, now: Timestamp, after list: MintKeyList?
  ) async throws -> [DenominationKey] {
    // The next period begins where the last one ends, so that there is one key for each denomination at any time.
    let begin = max(now, list?.keys.map(\.withdrawEnd).max() ?? now)
    let threads = SigningThreads(count: 2)
    let keys = try await withThrowingTaskGroup(of: (Int, BlindSigningKey).self) { group in
      for exponent in configuration.exponents {
        group.addTask { (exponent, try await threads.run { try BlindSigningKey(bits: configuration.keyBits) }) }
      }
      return try await group.reduce(into: [Int: BlindSigningKey]()) { $0[$1.0] = $1.1 }
    }
    var made = [DenominationKey]()
    for exponent in configuration.exponents {
      guard let key = keys[exponent] else { continue }
      let withdrawEnd = begin.advanced(by: configuration.issuing)
      let spendEnd = withdrawEnd.advanced(by: configuration.spending)
      try await keyStore.store(key.derRepresentation(), named: name(of: key.publicKey.id))
      made.append(
        try DenominationKey(
          denomination: Denomination(exponent: exponent), key: key.publicKey, announced: now, notBefore: begin,
          withdrawEnd: withdrawEnd, spendEnd: spendEnd, legalEnd: spendEnd.advanced(by: configuration.legal)))
    }
    return made
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
    of entry: DenominationKey, _ keyStore: any KeyStore
  ) async throws -> BlindSigningKey {
    guard let der = try await keyStore.secret(named: name(of: entry.id)) else {
      throw ArchiveError(.corrupt, "the private key of \(entry.id) is missing; restore the key store from a backup")
    }
    return try BlindSigningKey(derRepresentation: der)
  }

  private static func name(of id: Digest) -> String { "mint-\(Base64URL.encode(id.bytes))" }
}

import SemperArchive
import SemperCoding
import SemperCredentialSystems
import SemperCredentials
import SemperCryptography
import SemperModel

/// Credentials that were issued to this wallet outside of deals, each to a key of its own.
struct GivenCredentials: Sendable {
  private static let table = RecordTable("given_credentials")
  /// How many keys have been shown to issuers.
  private static let numbers = RecordTable("holder_keys")
  private static let most = 1_000

  let records: any Records
  let keys: WalletKeys

  /// A key that nobody knows yet, for the next credential.
  func nextHolder() async throws -> PublicKey {
    let number = try await records.transact { transaction in
      let number = try Self.count(transaction) + 1
      try transaction.set(number.canonicalBytes, for: [], in: Self.numbers)
      return number
    }
    return keys.holder(number).publicKey
  }

  /// Keeps a credential. Refuses one that is bound to no key of this wallet.
  func keep(_ credential: String, at now: Timestamp) async throws -> KeptRight {
    let held = try SDJWTCredentials().read(credential, at: now)
    let count = try await records.read { try Self.count($0) }
    guard let number = (1..<(count + 1)).first(where: { keys.holder($0).publicKey == held.holder }) else {
      throw WalletError(.notPossible, .errorRightStranger)
    }
    let entry: JSON = .fields(["credential": credential.json, "key": number.json, "time": now.json])
    try await records.transact { try $0.set(entry.canonicalBytes, for: held.id.bytes, in: Self.table) }
    return KeptRight(held: held, credential: credential, holder: keys.holder(number), deal: nil)
  }

  func all() async throws -> [KeptRight] {
    let entries = try await records.read { try $0.list(Self.table, prefix: [], after: nil, limit: Self.most) }
    return try entries.map { entry in
      var fields = try ObjectReader(CanonicalJSON.decode(entry.value))
      let credential: String = try fields.value("credential")
      let number: Int = try fields.value("key")
      let held = try SDJWTCredentials().read(credential, at: fields.value("time"))
      try fields.close()
      return KeptRight(held: held, credential: credential, holder: keys.holder(number), deal: nil)
    }
  }

  private static func count(_ reader: any RecordReader) throws -> Int {
    try reader.value([], in: numbers).map { try Int(canonicalBytes: $0) } ?? 0
  }
}

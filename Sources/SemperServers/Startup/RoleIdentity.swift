import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// A role's key with the certificate chain that the authority gave for it.
struct RoleIdentity: Sendable {
  private static let table = RecordTable("role_identity")
  private static let chainKey = Array("chain".utf8)
  private static let lifetime = Span(seconds: 90 * 86_400)
  /// How old a description may become before the next one is signed: half of the time for which it is good.
  static let renewal = Span(seconds: lifetime.seconds / 2)

  let role: RoleDescription.Role
  let organisation: HumanText
  let key: SigningKey
  /// DER, leaf first.
  let chain: [[UInt8]]

  /// The chain that was stored at an earlier start.
  static func stored(in records: any Records) async throws -> [[UInt8]]? {
    try await records.read { reader in
      try reader.value(chainKey, in: table).map { try [ByteString](canonicalBytes: $0).map(\.bytes) }
    }
  }

  static func store(_ chain: [[UInt8]], in records: any Records) async throws {
    let bytes = chain.map { ByteString($0) }.canonicalBytes
    try await records.transact { try $0.set(bytes, for: chainKey, in: table) }
  }

  /// The role's signed word on itself.
  ///
  /// - Parameter end: when it expires, if that is not after the time for which descriptions are good.
  func description(
    at address: Address, now: Timestamp, arbiter: (terms: ArbiterTerms, policy: ArbiterPolicy)? = nil,
    until end: Timestamp? = nil
  ) throws(CryptographyError) -> SignedStatement {
    try sign(
      RoleDescription(
        role: role, organisation: organisation, key: key.publicKey, address: address, arbiter: arbiter?.terms,
        policy: arbiter?.policy, issued: now, expires: end ?? now.advanced(by: Self.lifetime)))
  }

  /// A statement of a certified role brings its chain along.
  func sign(_ content: some StatementContent) throws(CryptographyError) -> SignedStatement {
    try SignedStatement(content, signedBy: [key], certificates: chain)
  }
}

import SemperArchive
import SemperCommerce
import SemperCredentialSystems
import SemperCredentials
import SemperEngine
import SemperModel
import SemperStatements

/// In which deal a shop has issued a right, so that one that says nothing about it is found all the same.
///
/// A note is made before the deal's journal has the right. One that never left has a note too, and the deal does not know it.
struct IssuedRights: Sendable {
  /// Id of the credential → deal.
  private static let table = RecordTable("shop_rights")

  let records: any Records
  let time: any TimeSource
  let system: any CredentialSystem = SDJWTCredentials()

  func note(_ handed: HandedCredential, of deal: ID<Deal>) async throws {
    let id = try system.read(handed.credential, at: await time.now()).id
    try await records.transact { try $0.set(deal.bytes, for: id.bytes, in: Self.table) }
  }

  func deal(of credential: Digest) async throws -> ID<Deal>? {
    try await records.read { try $0.value(credential.bytes, in: Self.table) }.map { try ID<Deal>(bytes: $0) }
  }
}

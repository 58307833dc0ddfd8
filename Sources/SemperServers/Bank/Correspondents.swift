import Logging
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// The other banks that a bank transfers to: where its operator says that they are, and certified as banks by an authority that it
/// trusts. What they have said of themselves is remembered, so that one that is down now is still known.
struct Correspondents: Sendable {
  /// Address → its signed description.
  private static let table = RecordTable("bank_correspondents")
  private static let patience = Span(seconds: 5)

  let addresses: [Address]
  let roles: RoleVerifier
  /// The key of the bank itself, which is none of its correspondents.
  let own: PublicKey
  let records: any Records
  let transport: any Transport
  let time: any TimeSource
  let logger: Logger

  /// Those that are known, after those that never were have been asked who they are.
  func known() async throws -> [(address: Address, description: SignedStatement)] {
    var found: [(address: Address, description: SignedStatement)] = []
    for address in addresses {
      if let kept = try await kept(address) {
        found.append((address, kept))
      } else if let asked = try await ask(address) {
        found.append((address, asked))
      }
    }
    return found
  }

  /// Asks all again, so that what is known of them does not become outdated.
  func refresh() async throws {
    for address in addresses { _ = try await ask(address) }
  }

  private func kept(_ address: Address) async throws -> SignedStatement? {
    try await records.read { try $0.value(Array(address.text.utf8), in: Self.table) }
      .map { try SignedStatement(canonicalBytes: $0) }
  }

  /// Who answers there, kept; `nil` where nobody does who can be believed.
  private func ask(_ address: Address) async throws -> SignedStatement? {
    do {
      let reply = try await transport.send(
        Request(.get, "/.well-known/semper"), to: address, largest: 64 << 10, within: Self.patience)
      let role = try roles.verify(
        reply.value(as: SignedStatement.self, largest: 64 << 10), role: .bank, at: await time.now())
      guard role.description.key != own else {
        throw Refusal(.outsideTerms, blame: .us, "this is the bank itself")
      }
      let bytes = role.statement.signed.canonicalBytes
      try await records.transact { try $0.set(bytes, for: Array(address.text.utf8), in: Self.table) }
      return role.statement.signed
    } catch let error as CancellationError {
      throw error
    } catch let error as ArchiveError {
      throw error
    } catch {
      logger.notice("a correspondent does not say who it is", metadata: ["address": "\(address)", "error": "\(error)"])
      return nil
    }
  }
}

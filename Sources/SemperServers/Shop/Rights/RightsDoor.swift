import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCredentialSystems
import SemperCredentials
import SemperEngine
import SemperModel
import SemperStatements
import SemperTerms

/// Where rights are shown that this shop has issued: a ticket is let in once, a membership each time.
struct RightsDoor: Sendable {
  /// Id of the credential → when it was let in.
  private static let admissions = RecordTable("shop_admissions")
  /// Types of rights that are used up when they are shown.
  private static let forOnce: Set<String> = ["ticket"]

  let issued: IssuedRights
  let desk: DealDesk
  let key: Thumbprint
  let address: Address
  let time: any TimeSource

  /// Refuses (`credentialInvalid`, `expired`) what is not genuine, not shown to this shop in answer to this nonce, not of a deal of
  /// this shop, not signed for by its holder yet, or paid back; and (`idReused`) a ticket that was let in before. Durable when it returns.
  func admit(_ shown: String, nonce: String) async throws -> TillAdmission {
    let now = await time.now()
    let held = try check(shown, nonce, now)
    guard held.issuer == key, let type = try? CredentialType(text: held.type) else {
      throw invalid("this shop has not issued it")
    }
    guard let deal = try await issued.deal(of: held.id), let record = try await desk.machine(of: deal)?.record,
      let item = item(held.id, in: record)
    else { throw invalid("no deal of this shop has given it") }
    guard !record.isRepaid else { throw invalid("what was paid for it has gone back") }
    if Self.forOnce.contains(type.name) { try await admitOnce(held.id, now) }
    return TillAdmission(
      deal: deal, item: item, type: type.name, title: record.offer.title.text, claims: .object(held.claims),
      expires: held.expires, time: now)
  }

  /// Shown to this shop by its address or by its key.
  private func check(_ shown: String, _ nonce: String, _ now: Timestamp) throws(Refusal) -> HeldCredential {
    do throws(Refusal) {
      return try issued.system.check(shown, to: address.text, nonce: nonce, at: now)
    } catch  where error.code == .credentialInvalid {
      return try issued.system.check(shown, to: key.description, nonce: nonce, at: now)
    }
  }

  private func item(_ id: Digest, in record: DealRecord) -> String? {
    record.rights(from: .seller).first { entry in
      (try? issued.system.read(entry.right.credential, at: entry.given))?.id == id
    }?.right.item
  }

  private func admitOnce(_ id: Digest, _ now: Timestamp) async throws {
    let before = try await issued.records.transact { transaction -> Timestamp? in
      if let bytes = try transaction.value(id.bytes, in: Self.admissions) {
        return try Timestamp(canonicalBytes: bytes)
      }
      try transaction.set(now.canonicalBytes, for: id.bytes, in: Self.admissions)
      return nil
    }
    guard let before else { return }
    throw Refusal(.idReused, blame: .peer, "this ticket was let in at \(before); it counts once")
  }

  private func invalid(_ reason: String) -> Refusal {
    Refusal(.credentialInvalid, blame: .peer, "the right does not count here: \(reason)")
  }
}

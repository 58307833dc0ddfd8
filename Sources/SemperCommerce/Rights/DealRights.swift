public import SemperCredentials
public import SemperCryptography
public import SemperModel
import SemperStatements
import SemperTerms

/// Issues the rights that a side gives in its deals, and checks those that it is given.
public struct DealRights: Sendable {
  private let system: any CredentialSystem

  public init(_ system: any CredentialSystem) { self.system = system }

  /// The right of an item that this side gives in the present state. Claims and salts are the same each time it is asked for; which
  /// signature counts, the deal's journal says, that has it before the peer does.
  public func issue(_ item: String, in record: DealRecord, by key: SigningKey) throws -> HandedCredential {
    let right = try DealRight(item, from: record.opening.side, in: record)
    let secret = record.opening.secret.secret(ofTurn: record.course?.turn ?? 0)
    return HandedCredential(item: item, credential: try system.issue(right.draft(secret), by: key))
  }

  /// Why what the peer gives is not the right that the terms have it give; `nil` when it is.
  public func objection(to handed: HandedCredential, in record: DealRecord, at now: Timestamp) -> Refusal? {
    do throws(Refusal) {
      let right = try DealRight(handed.item, from: record.opening.side.peer, in: record)
      return right.objection(to: try system.read(handed.credential, at: now))
    } catch {
      return error
    }
  }
}

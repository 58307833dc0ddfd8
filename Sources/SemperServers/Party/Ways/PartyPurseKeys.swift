import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments

/// The refund key and the arbiter of the one exchange of a party; a transfer has no arbiter.
struct PartyPurseKeys: PurseKeys {
  let refund: SigningKey?
  let arbiter: PublicKey?

  func refundKey(for terms: LockTerms) async throws -> SigningKey? {
    refund?.thumbprint == terms.refund ? refund : nil
  }

  func arbiterKey(_ thumbprint: Thumbprint) async throws -> PublicKey? {
    arbiter?.thumbprint == thumbprint ? arbiter : nil
  }
}

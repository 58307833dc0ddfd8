import CardTrials
import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments

/// The line to the bank's locks.
struct LockDesk: AccountLockDesk {
  let world: PurseWorld

  var bank: PublicKey { world.bankKey.publicKey }

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await world.locks.perform(order, now: PurseWorld.now)
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await world.locks.outcome(of: terms) }
}

package import SemperArchive
package import SemperModel
package import SemperPayments
package import SemperTesting

/// A payment system of a market: besides what every one shows to the conformance suite, what stands under its holds and locks, and
/// what its bank has taken for itself.
package protocol LockingSystem: PaymentSystemUnderTest {
  var scheme: SchemeID { get }
  /// Whose abort ends its locks, and which key takes back.
  var deals: TestDeals { get }
  /// The key that locks for the payee name.
  var payee: Thumbprint { get }
  /// What stands under holds and locks, in minor units. `wealth` counts it as the payer's.
  func held() async throws -> Int64
  /// What the bank has taken in fees so far, in minor units.
  func fees() async throws -> Int64
  /// What one operation can cost in fees at most.
  var mostFees: Int64 { get }
  /// Brings to an end what the payer's purse had begun when its process died, beside its payments.
  func finish() async throws
  /// Both ends of payments in sealed coins, where the bank seals any.
  func sealing() throws -> SealingEnds?
  /// Of how many processes its bank is; each can be killed.
  var bankCount: Int { get }
  /// Opens one of them.
  func openBank(_ index: Int, _ archive: any Archive) async throws
}

extension LockingSystem {
  package func fees() async throws -> Int64 { 0 }
  package func finish() async throws {}
  package var mostFees: Int64 { 0 }
  package func sealing() throws -> SealingEnds? { nil }
  package var bankCount: Int { 1 }
  package func openBank(_ index: Int, _ archive: any Archive) async throws { try await openBank(archive) }
  package var lockKeys: LockKeys { LockKeys(payee: payee, refund: deals.refund, arbiter: deals.arbiter) }
}

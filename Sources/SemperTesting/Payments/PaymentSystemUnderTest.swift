public import SemperArchive
public import SemperEngine
public import SemperModel
public import SemperPayments

/// One payment system with its bank, a payer and a payee, for a conformance suite that may kill any of them.
///
/// One value is one world. Its bank, purse and till are opened over archives that survive; opening again is what a restarted
/// process does. Payer and payee have an account with the same money at the beginning and nothing else.
public protocol PaymentSystemUnderTest: Sendable {
  var paymentClass: PaymentClass { get }
  var currency: Currency { get }
  /// What each of the two has at the beginning, in minor units; at least 100.00.
  var grant: Int64 { get }
  /// The largest payment that purse and till make; below the grant.
  var largest: Int64 { get }
  var time: VirtualTime { get }
  /// The keys of the banks, for judges.
  var providers: PaymentProviders { get async }
  /// What its locks name. A system without any, by its purse's descriptor, is asked for them all the same.
  var lockKeys: LockKeys { get }
  /// All that payer and payee say to their bank, and hear from it, passes here.
  var tap: BankTap { get }

  /// Opens the bank over its archive, or takes up what is there, and lets it answer from now on.
  func openBank(_ archive: any Archive) async throws
  /// The payer's purse, not yet expired, over the archive of the payer's process.
  func purse(_ archive: any Archive) async throws -> any PaymentPurse
  /// The payee's till, likewise.
  func till(_ archive: any Archive) async throws -> any PaymentPurse

  /// What a side owns, at the bank and in its own hands, with what is on its way.
  func wealth(of party: PaymentParty) async throws -> Int64
  /// All the money there is, wherever it lies: accounts, purses, coins, holds and locks. It never changes.
  func total() async throws -> Int64
  /// What the bank's auditor finds wrong; empty when the books are in order.
  func findings() async throws -> [String]
}

public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The provider's host as the terminals of purses and modules see it: here, or behind a network.
///
/// All calls may be repeated. A `Refusal` is final; anything else means that the outcome is unknown.
public protocol PurseHost: Sendable {
  /// The number that loads and unloads are bound to.
  var number: CardNumber { get }
  /// “Go” for a load or unload: S2.
  func order(_ offer: PurseOffer, now: Timestamp) async throws -> Seal
  /// “Go” for a purchase whose value goes under a lock at the provider's bank: S2.
  func order(_ offer: PurseOffer, locking lock: LockTerms, now: Timestamp) async throws -> Seal
  /// Takes the purse's word about it.
  func complete(_ completion: PurseCompletion, now: Timestamp) async throws
  /// What the host has said “go” to and the purse has not told about.
  func open(_ purse: CardNumber) async throws -> [PurseOffer]
  /// The bank's receipt of a lock; `nil` while there is none with these terms.
  func receipt(of lock: LockTerms) async throws -> SignedStatement?
  /// Gives money of a merchant back to a purse's owner.
  func refund(_ refund: ModuleRefund, now: Timestamp) async throws
  /// What has been given back for this reason.
  func refund(for reference: Digest) async throws -> ModuleRefund?
  /// Takes what a module has collected, and credits its merchant.
  func collect(_ delivery: ModuleDelivery, now: Timestamp) async throws -> ModuleDischarge
}

extension PurseProvider: PurseHost {}

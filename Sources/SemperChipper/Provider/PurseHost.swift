public import SemperModel

/// The provider's host as the terminals of purses and modules see it: here, or behind a network.
///
/// All calls may be repeated. A `Refusal` is final; anything else means that the outcome is unknown.
public protocol PurseHost: Sendable {
  /// The number that loads and unloads are bound to.
  var number: CardNumber { get }
  /// “Go” for a load or unload: S2.
  func order(_ offer: PurseOffer, now: Timestamp) async throws -> Seal
  /// Takes the purse's word about it.
  func complete(_ completion: PurseCompletion, now: Timestamp) async throws
  /// Gives money of a merchant back to a purse's owner.
  func refund(_ refund: ModuleRefund, now: Timestamp) async throws
  /// What has been given back for this reason.
  func refund(for reference: Digest) async throws -> ModuleRefund?
}

extension PurseProvider: PurseHost {}

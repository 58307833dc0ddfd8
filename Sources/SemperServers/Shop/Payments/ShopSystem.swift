import SemperModel
import SemperPayments

/// One payment system as a shop takes it. This is the only place where a shop knows which systems there are.
struct ShopSystem: Sendable {
  /// All of them as a shop likes them: money of which it learns least of the buyer comes first.
  static let all: [ShopSystem] = [.ecash, .chipper, .testmoney, .transfer, .set]

  /// Names the till for ever: after a restart its operations are found by it.
  let name: String
  /// Whether it can pay in steps, as a meter runs.
  var canMeter = false
  /// Makes the till of this name; `nil` where the shop has no such means, a contract with a card gateway for instance. Refuses
  /// (`notSupported`), with the reason, where the bank does not let the shop have it.
  let till: @Sendable (PurseID, PurseLimits, Counterparts) async throws -> (any PaymentPurse)?
  /// Further tills of the system, each under a word of its own that names it for ever.
  var more: @Sendable (PurseLimits, Counterparts) async throws -> [Further] = { _, _ in [] }

  struct Further: Sendable {
    let word: String
    let till: @Sendable (PurseID) throws -> any PaymentPurse
  }
}

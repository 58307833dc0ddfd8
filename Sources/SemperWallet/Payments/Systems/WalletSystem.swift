import SemperModel
import SemperPayments

/// One payment system as a wallet has it. This is the only place where a wallet knows which systems there are.
struct WalletSystem: Sendable {
  /// All of them. Which one is used the payment managers agree on, so the order says nothing.
  static let all: [WalletSystem] = [.ecash, .chipper, .testmoney, .transfer, .set]

  /// A purse, with the key of the ledger that locks its money for an exchange.
  struct Means: Sendable {
    let purse: any PaymentPurse
    let ledger: PublicKey
  }

  let scheme: SchemeID
  /// Names the purse for ever: after a restart its operations are found by it.
  var name: String { scheme.name }
  /// Whether an option of this system is paid in steps, as a meter of the payee's runs.
  var isMetered: @Sendable (PaymentOption) -> Bool = { _ in false }
  /// Makes the purse of this name; `nil` where the wallet has no such means, a card for instance that nobody has inserted.
  let means: @Sendable (PurseID, PurseSurroundings) throws -> Means?

  /// Whether an option is paid in steps, whatever its system.
  static func isMetered(_ option: PaymentOption) -> Bool {
    all.contains { $0.scheme == option.scheme && $0.isMetered(option) }
  }
}

public import SemperCoding

/// How much of the payment the payer decides.
public enum ChoiceMode: String, Sendable, CaseIterable, CanonicalValue {
  /// The payer picks one of the options; each has its amount.
  case systemOnly = "system-only"
  /// The payer picks an option and pays its amount or more, within the option's limits: a deposit, a tip.
  case systemAndAmount = "system-and-amount"
  /// The payer picks an option and any amount within its limits: a donation, a part payment.
  case free
}

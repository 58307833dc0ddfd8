public import SemperModel

/// One thing that an act takes. An act is done without asking where one role covers all that it takes.
public enum RoleNeed: Hashable, Sendable {
  /// To say yes to an offer.
  case order
  /// To set the price of the offer aside for the deal.
  case reserve(Money)
  /// To pay in this step of the deal.
  case pay(Money)
  /// To fill in a field of a document; the terms may name the entry of the profile that belongs there.
  case give(FieldPath, entry: String?)
  /// To show a credential of this type.
  case show(String)
  /// To take one of these options.
  case choose([String])
  /// To sign what the other side has filled in.
  case sign
}

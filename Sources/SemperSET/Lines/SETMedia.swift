/// The media types under which messages of SET travel over HTTP, as IANA has them.
public enum SETMedia: String, Sendable {
  case payment = "application/set-payment"
  case registration = "application/set-registration"

  /// Where a role takes messages.
  public static let path = "/set"
  /// Where a bank takes registrations of cardholders, and of merchants.
  public static let cardholders = "/cards/cardholders"
  public static let merchants = "/cards/merchants"
}

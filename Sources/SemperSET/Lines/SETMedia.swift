/// The media types under which messages of SET travel over HTTP, as IANA has them.
public enum SETMedia: String, Sendable {
  case payment = "application/set-payment"
  case registration = "application/set-registration"

  /// Where a role takes messages.
  public static let path = "/set"
}

public import SemperModel

extension Refusal {
  /// The body passes the route's limit.
  public static func bodyTooLarge(_ limit: Int) -> Refusal {
    Refusal(.tooLarge, blame: .peer, "the body is larger than the \(limit) bytes that this address accepts")
  }

  /// The source asks too often.
  public static let askedTooOften = Refusal(
    .overloaded, blame: .peer, "too many requests came from here; wait a moment and ask again")
}

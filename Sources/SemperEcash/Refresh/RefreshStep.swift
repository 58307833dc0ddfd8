import SemperModel

/// What a plan does to a refresh.
enum RefreshStep: Sendable {
  /// The coin is given up; the mint has drawn a candidate.
  case commit(RefreshRecord)
  /// The candidates that were not chosen have been opened and are honest. Committed to by an operation with this request, and
  /// answered with this choice at that time.
  case reveal(ID<Operation>, request: Digest, chosen: Int, time: Timestamp)
}

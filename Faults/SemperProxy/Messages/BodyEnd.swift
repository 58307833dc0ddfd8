/// How a receiver knows that a body is over.
enum BodyEnd: Equatable {
  case none
  case count(Int)
  case chunked
  /// When the connection closes.
  case close
}

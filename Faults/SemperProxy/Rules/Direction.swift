import SemperCoding

/// Which way a message goes.
enum Direction: String, Sendable, CanonicalValue {
  case request, response
}

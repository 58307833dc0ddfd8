/// Why bytes from outside were not accepted as a value.
///
/// The message is for the person who has to mend the sender; `place` is the path of member names that led to the
/// fault, outermost first. A coding error never carries the refused bytes themselves, which may be secret.
public struct CodingError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case malformed, notCanonical, tooLarge, tooDeep, tooMany, duplicateName
    case missing, unknownMember, wrongType, outOfRange, wrongForm
  }

  public let code: Code
  public let message: String
  public private(set) var place: [String]

  public init(_ code: Code, _ message: String, at place: [String] = []) {
    self.code = code
    self.message = message
    self.place = place
  }

  /// The same error, seen from one member further out.
  public func inside(_ name: String) -> CodingError {
    CodingError(code, message, at: [name] + place)
  }

  public var description: String {
    place.isEmpty ? message : "\(place.joined(separator: ".")): \(message)"
  }
}

public import SemperCoding
public import SemperModel

/// An answer whose no is a `Refusal`.
public protocol RefusingAnswer: HomeAnswer {
  static func refused(_ refusal: Refusal) -> Self
  /// What was refused; `nil` where nothing was.
  var refusal: Refusal? { get }
}

extension RefusingAnswer {
  public static func unread(_ error: CodingError) -> Self {
    .refused(Refusal(.malformed, blame: .us, "the question cannot be read: \(error)"))
  }

  public static func failed(_ error: any Error) -> Self {
    switch error {
    case let refusal as Refusal: .refused(refusal)
    case let error as CodingError: unread(error)
    default: .refused(Refusal(.unavailable, blame: .provider, "\(error)"))
    }
  }

  public static func silent(home: String) -> Self? { nil }

  public func granted() throws -> Self {
    if let refusal { throw refusal }
    return self
  }
}

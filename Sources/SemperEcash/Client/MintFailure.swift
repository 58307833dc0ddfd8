import SemperCoding
import SemperCommunication
public import SemperModel

/// No usable answer came from the mint. What was asked may or may not have happened: ask again with the same bytes.
public struct MintFailure: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The mint could not answer now, or did not understand.
    case unanswered
    /// The mint's answer does not fit the question or does not verify.
    case misbehaved
  }

  public let code: Code
  public let message: String
  /// What the mint said without signing it, if it said anything.
  public let refusal: Refusal?

  public init(_ code: Code, _ message: String, refusal: Refusal?) {
    self.code = code
    self.message = message
    self.refusal = refusal
  }

  /// From problem details (RFC 9457) or any other answer that is not one of the mint's.
  init(problem reply: ReceivedReply) {
    let json = try? CanonicalJSON.parse(reply.body, limits: .statement(bytes: 16 << 10))
    if let json, let word = json["code"], let code = try? RefusalCode(json: word),
      case .string(let detail)? = json["detail"]
    {
      self.init(
        .unanswered, "the mint did not decide: \(detail)", refusal: Refusal(code, blame: .provider, detail))
    } else {
      self.init(.unanswered, "the mint answered with status \(reply.status); try again later", refusal: nil)
    }
  }

  public var description: String { message }
}

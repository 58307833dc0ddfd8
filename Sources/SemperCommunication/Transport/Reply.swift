public import SemperCoding
public import SemperModel

/// What a role answers, independent of how it travels.
public struct Reply: Sendable {
  public enum Body: Sendable {
    case bytes([UInt8])
    /// So many bytes, in pieces as they come.
    case stream(length: Int, AsyncThrowingStream<[UInt8], any Error>)
  }

  public var status: Int
  public var contentType: String
  public var body: Body
  /// Further header fields, by lower-case name.
  public var headers: [String: String]

  public init(
    status: Int = 200, contentType: String, body: Body, headers: [String: String] = [:]
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.headers = headers
  }

  /// Canonical JSON.
  public static func json(_ value: some CanonicalValue, status: Int = 200) -> Reply {
    Reply(status: status, contentType: "application/json", body: .bytes(value.canonicalBytes))
  }

  /// A refusal as RFC 9457 problem details with the registered code.
  public static func problem(_ refusal: Refusal, status: Int) -> Reply {
    let body: JSON = .fields([
      "type": "https://semper.example/problems/\(refusal.code.rawValue)".json,
      "title": refusal.code.registration.meaning.json, "status": status.json,
      "code": refusal.code.json, "blame": refusal.blame.json, "detail": refusal.detail.json,
    ])
    return Reply(
      status: status, contentType: "application/problem+json", body: .bytes(CanonicalJSON.encode(body)))
  }
}

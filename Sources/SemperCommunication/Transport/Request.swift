/// What a client asks a role, independent of how it travels.
public struct Request: Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  public var method: Method
  /// Absolute path without query, such as `/deals/abc/messages`, in letters, digits and `-._~!$&'()*+,;=:@` only:
  /// nothing is percent-encoded, so that a path has one spelling. `RouteTable` refuses every other.
  public var path: String
  public var query: [String: String]
  public var contentType: String?
  public var body: [UInt8]
  /// A key under which the receiver recognises a repetition of this request (not needed for statements, whose digest is
  /// their key).
  public var idempotencyKey: String?
  /// The bytes asked for, from `first` to `last` or to the end.
  public var range: ByteRange?
  /// The language the person prefers, as an RFC 9110 `Accept-Language` value.
  public var acceptLanguage: String?
  /// The host and port that whoever asks believes to speak to, as written; `nil` where the request did not travel.
  public var host: String?
  /// What a browser adds by itself: the origin of the page that asks, and its cookies as they are written (RFC 6454, RFC 6265).
  public var origin: String?
  public var cookie: String?
  /// Where it came from, as far as the server can tell: a network address. Nobody has proved it, and many may share one.
  public var source: String?

  public init(
    _ method: Method, _ path: String, query: [String: String] = [:], contentType: String? = nil,
    body: [UInt8] = [], idempotencyKey: String? = nil, range: ByteRange? = nil,
    acceptLanguage: String? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.contentType = contentType
    self.body = body
    self.idempotencyKey = idempotencyKey
    self.range = range
    self.acceptLanguage = acceptLanguage
  }
}

/// A range of bytes as asked for: `last` is included, `nil` means to the end.
public struct ByteRange: Sendable, Equatable {
  public var first: Int
  public var last: Int?

  public init(first: Int, last: Int? = nil) {
    self.first = first
    self.last = last
  }
}

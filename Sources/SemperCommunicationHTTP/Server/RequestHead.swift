import HTTPTypes
import SemperCommunication
import SemperModel

/// What the head of a request says, checked; the body is still to come.
struct RequestHead {
  let method: Request.Method?
  let isHead: Bool
  let path: String
  /// The body's length, where it is given.
  let length: Int?
  let hasBody: Bool
  let expectsContinue: Bool
  private let query: [String: String]?
  private let fields: HTTPFields
  private let host: String?
  private let hasOneHost: Bool

  init(_ request: HTTPRequest) {
    fields = request.headerFields
    isHead = request.method == .head
    method = isHead ? .get : Request.Method(rawValue: request.method.rawValue)
    let target = request.path ?? ""
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first.map(String.init) ?? ""
    query = parts.count == 2 ? FormText.parse(parts[1]) : [:]
    length = fields[.contentLength].flatMap { Int($0) }
    hasBody = (length ?? 0) > 0 || fields[.transferEncoding] != nil
    expectsContinue = fields[.expect]?.lowercased() == "100-continue"
    // The first `Host` has become the authority; a second one would still be among the fields.
    host = request.authority
    hasOneHost = request.authority?.isEmpty == false && !fields.contains { $0.name.canonicalName == "host" }
  }

  /// The request without its body.
  func request() throws(Refusal) -> Request {
    guard let query else { throw Self.malformed("the query is not name=value pairs with each name once") }
    guard hasOneHost else { throw Self.malformed("a request names its host once") }
    guard fields[.contentEncoding] == nil else {
      throw Self.malformed("an encoded body is not accepted; send it as it is")
    }
    let key = HTTPField.Name("idempotency-key").flatMap { fields[$0] }
    if let key {
      guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
        throw Self.malformed("an Idempotency-Key is 1 to 128 visible ASCII characters")
      }
    }
    var request = Request(
      method ?? .get, path, query: query, contentType: fields[.contentType], idempotencyKey: key,
      range: fields[.range].flatMap(Self.range), acceptLanguage: fields[.acceptLanguage])
    request.host = host
    request.origin = fields[.origin]
    request.cookie = fields[.cookie]
    return request
  }

  /// One range that begins at a byte; any other is passed over, as RFC 9110 section 14.2 allows.
  private static func range(_ text: String) -> ByteRange? {
    guard text.hasPrefix("bytes="), !text.contains(",") else { return nil }
    let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = number(ends[0]) else { return nil }
    guard !ends[1].isEmpty else { return ByteRange(first: first) }
    guard let last = number(ends[1]), last >= first else { return nil }
    return ByteRange(first: first, last: last)
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }

  private static func malformed(_ detail: String) -> Refusal { Refusal(.malformed, blame: .peer, detail) }
}

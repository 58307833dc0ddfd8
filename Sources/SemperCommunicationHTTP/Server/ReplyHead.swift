import HTTPTypes
import SemperCommunication

/// The head of a reply with the fields that every reply of its kind carries.
enum ReplyHead {
  private static let pageFields: [(HTTPField.Name, String)] = [
    (
      .contentSecurityPolicy,
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    (name("referrer-policy"), "no-referrer"),
    (name("x-frame-options"), "DENY"),
  ]

  static func make(_ reply: Reply, secure: Bool, closes: Bool) -> HTTPResponse {
    var fields = HTTPFields()
    fields[.contentType] = reply.contentType
    fields[.contentLength] = String(length(reply.body))
    fields[.cacheControl] = "no-store"
    fields[.xContentTypeOptions] = "nosniff"
    if reply.contentType.hasPrefix("text/html") {
      for (name, value) in pageFields { fields[name] = value }
    }
    if secure { fields[.strictTransportSecurity] = "max-age=31536000" }
    for (name, value) in reply.headers { fields[self.name(name)] = value }
    if closes { fields[.connection] = "close" }
    return HTTPResponse(status: .init(code: reply.status), headerFields: fields)
  }

  private static func length(_ body: Reply.Body) -> Int {
    switch body {
    case .bytes(let bytes): bytes.count
    case .stream(let length, _): length
    }
  }

  /// A field that a role sets is its own; a wrong name is a bug.
  private static func name(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("“\(text)” is no header field name") }
    return name
  }
}

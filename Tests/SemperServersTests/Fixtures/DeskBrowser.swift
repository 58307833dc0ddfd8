import SemperCommunication
import SemperModel

/// What a browser does, as far as a judge's pages go: keeps their cookie, says where a form comes from, sends forms as they were shown.
struct DeskBrowser {
  let transport: any Transport
  let address: Address
  var cookie: String?
  var host: String?
  var origin: String?
  var contentType = "application/x-www-form-urlencoded"

  init(transport: any Transport, address: Address) {
    self.transport = transport
    self.address = address
    origin = address.text
  }

  func get(_ path: String, _ query: [String: String] = [:], language: String? = nil) async throws -> ReceivedReply {
    var request = Request(.get, path, query: query, acceptLanguage: language)
    (request.host, request.cookie) = (host, cookie)
    return try await transport.send(request, to: address, largest: 4 << 20, within: Span(seconds: 20))
  }

  mutating func post(_ path: String, _ fields: [String: String]) async throws -> ReceivedReply {
    try await post(path, body: FormText.write(fields))
  }

  mutating func post(_ path: String, body: String) async throws -> ReceivedReply {
    let parts = path.split(separator: "?")
    let query = parts.count == 2 ? FormText.parse(parts[1]) ?? [:] : [:]
    var request = Request(.post, String(parts[0]), query: query, contentType: contentType, body: Array(body.utf8))
    (request.host, request.cookie, request.origin) = (host, cookie, origin)
    let reply = try await transport.send(request, to: address, largest: 4 << 20, within: Span(seconds: 20))
    if let set = reply.headers["set-cookie"] { cookie = set.split(separator: ";").first.map(String.init) }
    return reply
  }

  /// The fields of the form on a page that leads to such a path, as they were shown.
  static func fields(_ reply: ReceivedReply, to suffix: String) -> (action: String, fields: [String: String])? {
    let html = String(decoding: reply.body, as: UTF8.self)
    for form in html.split(separator: "<form").dropFirst() {
      guard let action = form.firstMatch(of: /action="([^"]*)"/).map({ String($0.output.1) }),
        action.split(separator: "?").first?.hasSuffix(suffix) == true
      else { continue }
      let body = form.split(separator: "</form>")[0]
      let hidden = body.matches(of: /<input type="hidden" name="([a-z]+)" value="([^"]*)"/).map {
        (String($0.output.1), unescaped(String($0.output.2)))
      }
      return (unescaped(action), Dictionary(hidden) { first, _ in first })
    }
    return nil
  }

  private static func unescaped(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }
}

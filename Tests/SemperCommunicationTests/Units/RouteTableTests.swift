import SemperCommunication
import SemperModel
import Testing

@Suite("Which route a request means")
struct RouteTableTests {
  private static func route(_ method: Request.Method, _ pattern: String) -> Route {
    Route(method, pattern, summary: pattern) { _, _ in .json(pattern) }
  }

  private let table = RouteTable([
    route(.get, "/"), route(.get, "/deals/{id}"), route(.post, "/deals/{id}"), route(.get, "/deals/{id}/messages"),
    route(.get, "/deals/new"), route(.get, "/deals/new/form"), route(.post, "/only"),
    route(.get, "/.well-known/semper"),
  ])

  private func pattern(_ method: Request.Method?, _ path: String) -> String {
    switch table.match(method, path) {
    case .route(let route, let parameters, let index):
      table.routes[index].pattern == route.pattern
        ? route.pattern + ((try? parameters.value("id")).map { " " + $0 } ?? "") : "wrong index"
    case .wrongMethod(let allowed): "only " + allowed.map(\.rawValue).joined(separator: " ")
    case .nothing: "nothing"
    case .malformed: "malformed"
    }
  }

  @Test(arguments: [
    ("/", "/"), ("/deals/a", "/deals/{id} a"), ("/deals/new", "/deals/new"), ("/deals/new/form", "/deals/new/form"),
    ("/deals/new/messages", "/deals/{id}/messages new"), ("/deals/a/messages", "/deals/{id}/messages a"),
    ("/only", "only POST"), ("/.well-known/semper", "/.well-known/semper"), ("/deals", "nothing"),
    ("/deals/a/messages/b", "nothing"), ("", "malformed"), ("deals/a", "malformed"), ("/deals/", "malformed"),
    ("//", "malformed"), ("/deals/../only", "malformed"), ("/deals/./a", "malformed"), ("/deals/%61", "malformed"),
    ("/deals/a b", "malformed"), ("/deals/a\\b", "malformed"), ("/deals/ä", "malformed"), ("/deals/a?b", "malformed"),
    ("/" + String(repeating: "a", count: 1024), "malformed"),
  ])
  func matches(_ path: String, _ expected: String) {
    #expect(pattern(.get, path) == expected)
  }

  @Test("methods that roles do not know are not allowed anywhere")
  func methods() {
    #expect(pattern(nil, "/deals/a") == "only GET POST")
    #expect(table.match(nil, "/deals/a").problem?.headers["allow"] == "GET, HEAD, POST")
    #expect(pattern(.post, "/deals/a") == "/deals/{id} a")
  }

  @Test("no status of a refusal looks like success, and only what may pass says to ask again")
  func statuses() {
    for code in RefusalCode.allCases {
      #expect([400, 403, 404, 409, 410, 413, 422, 429, 503].contains(code.status), "\(code)")
      #expect(code.isPassing == (code.status == 429 || code.status == 503), "\(code)")
    }
  }
}

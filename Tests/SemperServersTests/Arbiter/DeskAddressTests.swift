import SemperCommunication
import SemperEngine
import SemperModel
import Testing

@testable import SemperServers

/// A desk that browsers reach at another address than it listens on, over TLS.
@Suite struct DeskAddressTests {
  @Test(arguments: [
    ("https://desk.example", "desk.example", "https://desk.example"),
    ("https://desk.example:443", "desk.example", "https://desk.example"),
    ("https://desk.example:8443", "desk.example:8443", "https://desk.example:8443"),
    ("http://[::1]:8080", "[::1]:8080", "http://[::1]:8080"),
  ])
  func hostAndOriginAreThoseThatABrowserWrites(_ text: String, _ host: String, _ origin: String) throws {
    let door = try Self.door(text)
    let parameters = Parameters(["place": door.entrance.place])
    func check(_ host: String?, _ origin: String?) throws {
      var request = Request(.post, door.path(), contentType: "application/x-www-form-urlencoded")
      (request.host, request.origin) = (host, origin)
      try door.check(request, parameters)
    }
    try check(host, origin)
    for (wrongHost, wrongOrigin) in [
      (nil, origin), ("127.0.0.1:1", origin), (host + ".", origin), (host, nil), (host, "null"),
      (host, "http://desk.example"),
      (host, origin + "/"),
    ] as [(String?, String?)] {
      #expect(throws: DeskProblem.self) { try check(wrongHost, wrongOrigin) }
    }
  }

  @Test func overTLSTheCookieNeverTravelsInTheClear() async throws {
    let door = try Self.door("https://desk.example")
    guard case .open(let session) = door.entrance.enter(door.entrance.secret, at: Timestamp(seconds: 1)) else {
      return #expect(Bool(false), "the link is good")
    }
    let cookie = try door.setting(session)
    #expect(cookie.hasPrefix("__Secure-desk=") && cookie.hasSuffix("; HttpOnly; SameSite=Strict; Secure"), "\(cookie)")
    var request = Request(.get, door.path())
    request.cookie = "desk=\(session.cookie)"
    await #expect(throws: DeskProblem.self) { try await door.session(of: request) }
    request.cookie = "a=b; __Secure-desk=\(session.cookie)"
    _ = try await door.session(of: request)
  }

  private static func door(_ address: String) throws -> DeskDoor {
    let known = Late<Address>()
    known.set(try Address(address))
    return DeskDoor(
      entrance: DeskEntrance(at: Timestamp(seconds: 0), open: Span(seconds: 3_600)), address: known,
      time: VirtualTime(now: Timestamp(seconds: 1)))
  }
}

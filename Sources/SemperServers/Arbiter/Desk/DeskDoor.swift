import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// Lets requests through to a judge's pages: those that are meant for this host and place, whose forms come from our own pages, and whose
/// browser is in.
struct DeskDoor: Sendable {
  private static let mostCookies = 32
  private static let form = "application/x-www-form-urlencoded"

  let entrance: DeskEntrance
  let address: Late<Address>
  let time: any TimeSource

  /// Where a page stands.
  func path(_ parts: String...) -> String { (["", entrance.place] + parts).joined(separator: "/") }

  var link: String { get throws { try address.value.text + path("enter", entrance.secret) } }

  /// Refuses every request that was not meant for these pages. A name of somebody else's that leads here by a trick with the names of
  /// hosts is none of ours.
  func check(_ request: Request, _ parameters: Parameters) throws {
    let own = try origin
    guard request.host == own.split(separator: "/").last.map(String.init) else { throw DeskProblem.misdirected }
    let place = try parameters.value("place")
    guard ConstantTime.equal(Array(place.utf8), Array(entrance.place.utf8)) else { throw DeskProblem.nothing }
    guard request.method == .post else { return }
    guard request.origin == own else { throw DeskProblem.foreign }
    guard request.contentType == Self.form else { throw DeskProblem.unreadable }
  }

  func session(of request: Request) async throws -> DeskSession {
    let now = await time.now()
    guard let session = entrance.session(Self.cookies(request.cookie ?? "", named: try cookieName), at: now) else {
      throw DeskProblem.closed
    }
    return session
  }

  /// As a header field: for this place alone, for no program on a page, and for no request that another site has brought about.
  func setting(_ session: DeskSession) throws -> String {
    let secure = try isSecure ? "; Secure" : ""
    return "\(try cookieName)=\(session.cookie); Path=\(path()); HttpOnly; SameSite=Strict" + secure
  }

  private var cookieName: String { get throws { try isSecure ? "__Secure-desk" : "desk" } }
  private var isSecure: Bool { get throws { try address.value.text.hasPrefix("https:") } }

  /// As browsers write it: without the port that goes without saying.
  private var origin: String {
    get throws {
      let text = try address.value.text
      let usual = try isSecure ? ":443" : ":80"
      return text.hasSuffix(usual) ? String(text.dropLast(usual.count)) : text
    }
  }

  /// All cookies of this name: another program on this machine may have set one too.
  private static func cookies(_ header: String, named name: String) -> [String] {
    header.split(separator: ";").prefix(mostCookies).compactMap { pair in
      let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      return parts.count == 2 && parts[0] == name ? String(parts[1]) : nil
    }
  }
}

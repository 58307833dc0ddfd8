import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel

/// What the routes of all roles have in common.
enum RoleRoutes {
  static func description(_ statement: Late<SignedStatement>) -> Route {
    Route(
      .get, "/.well-known/semper", summary: "The role's signed description of itself.", limits: RouteLimits(body: 0)
    ) { _, _ in .json(try statement.value) }
  }

  /// The statement in a request's body.
  static func statement(_ request: Request) throws(Refusal) -> SignedStatement {
    try readable { () throws(CodingError) in try SignedStatement(bytes: request.body) }
  }

  static func readable<Value>(_ make: () throws(CodingError) -> Value) throws(Refusal) -> Value {
    do {
      return try make()
    } catch {
      throw Refusal(.malformed, blame: .peer, "the request cannot be read: \(error)")
    }
  }

  /// A number in the query, 0 when it is not there.
  static func number(_ name: String, in request: Request) throws(Refusal) -> Int {
    guard let text = request.query[name] else { return 0 }
    guard let number = Int(text), (0...Int(DecodingLimits.widestInteger)).contains(number) else {
      throw Refusal(.malformed, blame: .peer, "“\(name)” is a number from 0")
    }
    return number
  }
}

import SemperCoding

/// Which messages are chosen, and what is done to them. What is left out matches everything.
struct Rule: Sendable, Equatable {
  let name: String
  let direction: Direction
  /// The `typ` of a statement in the body.
  let typ: String?
  let method: String?
  /// How the path of the request begins; for responses, of the request they answer.
  let path: String?
  /// How it ends.
  let pathEnd: String?
  let status: Int?
  /// Only the n-th match, counted from 1; 0 for every one.
  let occurrence: Int
  let action: RuleAction

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    name = try fields.value("name")
    direction = try fields.value("direction")
    typ = try fields.optional("typ")
    method = try fields.optional("method")
    path = try fields.optional("path")
    pathEnd = try fields.optional("pathEnd")
    status = try fields.optional("status")
    occurrence = try fields.optional("occurrence") ?? 1
    guard let action = fields.action else { throw CodingError(.missing, "the member “action” is missing") }
    do { self.action = try RuleAction(json: action) } catch { throw error.inside("action") }
    try fields.close()
    guard self.action != .duplicate || direction == .request else {
      throw CodingError(.outOfRange, "only a request can be duplicated")
    }
  }

  func matches(_ message: MessageFacts) -> Bool {
    message.direction == direction && (typ.map(message.types.contains) ?? true)
      && (method.map { $0 == message.method } ?? true) && (path.map(message.path.hasPrefix) ?? true)
      && (pathEnd.map(message.path.hasSuffix) ?? true) && (status.map { $0 == message.status } ?? true)
  }
}

extension ObjectReader {
  fileprivate var action: JSON? {
    mutating get { (try? optional("action", as: JSON.self)) ?? nil }
  }
}

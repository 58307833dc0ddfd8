import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel

/// Stands before an honest shop's routes, with the owner's key: whenever a contract goes out, it is one under terms of
/// business that the buyer has never seen.
struct ChangedContracts: Sendable {
  let key: SigningKey

  func before(_ routes: [Route]) -> [Route] {
    routes.map { route in
      guard route.method == .get, route.pattern == "/deals/{id}/messages" else { return route }
      return Route(route.method, route.pattern, summary: route.summary, limits: route.limits) { request, parameters in
        try changed(try await route.handler(request, parameters))
      }
    }
  }

  private func changed(_ reply: Reply) throws -> Reply {
    guard reply.status == 200, case .bytes(let body) = reply.body else { return reply }
    let statements = try [SignedStatement](json: CanonicalJSON.parse(body, limits: .statement(bytes: 4 << 20)))
    return .json(try statements.map(changed))
  }

  private func changed(_ statement: SignedStatement) throws -> SignedStatement {
    guard statement.kind == .contract, !statement.isComplete,
      case .object(let object) = try CanonicalJSON.decode(statement.payload)
    else { return statement }
    let other = Digest(of: Array("terms that nobody has seen".utf8), for: .document)
    let payload = object.with("service", other.json).with("kind", nil).with("v", nil).with("signers", nil)
    return try SignedStatement(Contract(json: .object(payload)), signedBy: [key])
  }
}

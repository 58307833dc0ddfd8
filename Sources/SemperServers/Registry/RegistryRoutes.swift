import SemperCoding
import SemperCommunication
import SemperCredentials
import SemperModel

/// What an issuer with its registry answers.
struct RegistryRoutes: Sendable {
  let book: Late<RegistryBook>

  var routes: [Route] {
    [
      Route(
        .post, "/credentials", summary: "Issues a granted document for one exchange.",
        limits: RouteLimits(body: 8 << 10, perSecond: 20)
      ) { [book] request, _ in .json(try await book.value.issue(Self.body(request))) },
      Route(
        .post, "/entries", summary: "Enters a credential; answers with the signed receipt.",
        limits: RouteLimits(body: 8 << 10, perSecond: 20)
      ) { [book] request, _ in .json(try await book.value.enter(Self.body(request))) },
      Route(
        .post, "/invalidations", summary: "Turns a credential invalid with an arbiter's failure decision.",
        limits: RouteLimits(body: 32 << 10, perSecond: 20)
      ) { [book] request, _ in .json(try await book.value.invalidate(Self.body(request))) },
      Route(
        .get, "/entries/{terms}", summary: "How the credential under these terms stands, in signed words.",
        limits: RouteLimits(body: 0, perSecond: 100)
      ) { [book] _, parameters in
        let text = try parameters.value("terms")
        let digest = try RoleRoutes.readable { () throws(CodingError) in try Digest(bytes: Base64URL.decode(text)) }
        return .json(try await book.value.entry(digest))
      },
    ]
  }

  private static func body<Value: CanonicalValue>(_ request: Request) throws(Refusal) -> Value {
    try RoleRoutes.readable { () throws(CodingError) in try Value(json: CanonicalJSON.decode(request.body)) }
  }
}

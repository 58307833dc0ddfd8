import Foundation
import SemperCoding
public import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// What an authority answers.
public struct AuthorityRoutes: Sendable {
  private let authority: Authority
  private let time: any TimeSource
  private let description: Late<SignedStatement>

  init(_ authority: Authority, description: Late<SignedStatement>, time: any TimeSource) {
    self.authority = authority
    self.description = description
    self.time = time
  }

  public var routes: [Route] {
    let root = authority.certificate
    return [
      RoleRoutes.description(description),
      Route(
        .post, "/certificates", summary: "Certifies a role's key (PKCS #10 request with an enrolment token).",
        limits: RouteLimits(body: 16 << 10, perSecond: 20)
      ) { [authority, time] request, _ in
        let application = try RoleRoutes.readable { () throws(CodingError) in
          try CertificateApplication(json: CanonicalJSON.parse(request.body))
        }
        return .json(try await authority.certify(application, now: time.now()))
      },
      Route(.get, "/root", summary: "The root certificate (DER).", limits: RouteLimits(body: 0)) { _, _ in
        Reply(contentType: "application/pkix-cert", body: .bytes(root))
      },
      Route(.get, "/root.pem", summary: "The root certificate (PEM).", limits: RouteLimits(body: 0)) { _, _ in
        Reply(contentType: "application/x-pem-file", body: .bytes(PEM.certificate(root)))
      },
      Route(
        .get, "/directory", summary: "The descriptions of all listed roles.",
        limits: RouteLimits(body: 0, perSecond: 50)
      ) { [authority] _, _ in .json(try await authority.listed()) },
      Route(
        .post, "/directory", summary: "Lists a certified role by its signed description.",
        limits: RouteLimits(body: 64 << 10, perSecond: 20)
      ) { [authority, time] request, _ in
        try await authority.list(RoleRoutes.statement(request), now: time.now())
        return .json(JSON.fields(["listed": true.json]))
      },
    ]
  }
}

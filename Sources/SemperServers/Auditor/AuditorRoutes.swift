import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel

/// What an auditor of mints answers: banks have their key lists countersigned, and anybody sees the newest list of each.
///
/// Who asks for a list is not asked who he is, so that nobody can be shown another one than everybody else.
struct AuditorRoutes: Sendable {
  let auditor: Late<KeyAuditor>
  let roles: RoleVerifier
  let time: any TimeSource

  var routes: [Route] {
    [
      Route(
        .post, "/mints", summary: "Countersigns key lists of a certified bank's mint.",
        limits: RouteLimits(body: KeyListSubmission.largest, perSecond: 5)
      ) { request, _ in
        let submission = try RoleRoutes.readable { () throws(CodingError) in
          try KeyListSubmission(
            json: CanonicalJSON.parse(request.body, limits: .statement(bytes: KeyListSubmission.largest)))
        }
        let now = await time.now()
        let bank = try roles.verify(submission.role, role: .bank, at: now).description
        var audited = [AuditedKeyList]()
        for list in submission.lists {
          audited.append(try await auditor.value.countersign(list, of: bank.key, now: now))
        }
        return .json(audited)
      },
      Route(
        .get, "/mints/{mint}/keys", summary: "The newest countersigned key list of a mint.",
        limits: RouteLimits(body: 0)
      ) { _, parameters in
        let text = try parameters.value("mint")
        let mint = try RoleRoutes.readable { () throws(CodingError) in try Thumbprint(text: text) }
        guard let newest = try await auditor.value.newest(of: mint) else {
          throw Refusal(.notFound, blame: .peer, "this auditor has seen no key list of such a mint")
        }
        return .json(newest)
      },
    ]
  }
}

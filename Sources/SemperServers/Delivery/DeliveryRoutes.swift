import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel

/// What a delivery agent answers.
struct DeliveryRoutes: Sendable {
  let office: Late<DeliveryOffice>

  var routes: [Route] {
    [
      Route(
        .post, "/submissions", summary: "Takes a letter for a recipient; answers with the token of submission.",
        limits: RouteLimits(body: LetterSubmission.limits.bytes, perSecond: 20)
      ) { [office] request, _ in
        let submission = try RoleRoutes.readable { () throws(CodingError) in
          try LetterSubmission(json: CanonicalJSON.decode(request.body, limits: LetterSubmission.limits))
        }
        return .json(try await office.value.submit(submission))
      },
      Route(
        .get, "/deliveries/{transfer}/{recipient}",
        summary: "How far a letter has come, with the token of transport once it was handed over.",
        limits: RouteLimits(body: 0, perSecond: 100)
      ) { [office] _, parameters in
        let (transfer, recipient) = (try parameters.value("transfer"), try parameters.value("recipient"))
        let (digest, key) = try RoleRoutes.readable { () throws(CodingError) in
          (try Digest(bytes: Base64URL.decode(transfer)), try Thumbprint(bytes: Base64URL.decode(recipient)))
        }
        return .json(try await office.value.progress(of: digest, to: key))
      },
    ]
  }
}

import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// What an arbiter answers to the parties of disputes. Whoever knows a claim's digest may ask about its case.
struct DisputeRoutes: Sendable {
  let desk: DisputeDesk
  let time: any TimeSource

  var routes: [Route] {
    let limits = RouteLimits(body: ClaimSubmission.limits.bytes, perSecond: 10)
    return [
      Route(.post, "/disputes", summary: "Opens a case on a claim with the evidence that it names.", limits: limits) {
        [desk, time] request, _ in
        .json(DisputeNews(try await desk.open(Self.submission(request), at: time.now())))
      },
      Route(
        .post, "/disputes/answers", summary: "Takes the other side's answer, with the evidence that it names.",
        limits: limits
      ) { [desk, time] request, _ in
        .json(DisputeNews(try await desk.answer(Self.submission(request), at: time.now())))
      },
      Route(
        .get, "/disputes/{case}", summary: "How a case stands, and what was signed in it.",
        limits: RouteLimits(body: 0, perSecond: 50)
      ) { [desk] _, parameters in
        guard let dispute = try await desk.dispute(Self.id(parameters)) else {
          throw Refusal(.notFound, blame: .peer, "this arbiter knows no such case")
        }
        return .json(DisputeNews(dispute))
      },
      Route(
        .post, "/disputes/{case}/appeal", summary: "Takes the appeal of who lost by the ruling.",
        limits: RouteLimits(body: 32 << 10, perSecond: 10)
      ) { [desk, time] request, parameters in
        .json(
          DisputeNews(
            try await desk.appeal(RoleRoutes.statement(request), in: Self.id(parameters), at: time.now())))
      },
      Route(
        .post, "/disputes/{case}/enforcement", summary: "Takes the bank's word on what a final ruling has moved.",
        limits: RouteLimits(body: 32 << 10, perSecond: 10)
      ) { [desk, time] request, parameters in
        .json(
          DisputeNews(try await desk.note(RoleRoutes.statement(request), in: Self.id(parameters), at: time.now())))
      },
    ]
  }

  private static func submission(_ request: Request) throws(Refusal) -> ClaimSubmission {
    try RoleRoutes.readable { () throws(CodingError) in
      try ClaimSubmission(canonicalBytes: request.body, limits: ClaimSubmission.limits)
    }
  }

  static func id(_ parameters: Parameters) throws(Refusal) -> Digest {
    let text = try parameters.value("case")
    return try RoleRoutes.readable { () throws(CodingError) in try Digest(bytes: Base64URL.decode(text)) }
  }
}

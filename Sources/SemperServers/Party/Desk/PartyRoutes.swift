import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// What a party of an exchange answers its peer: agreeing, statements, and ciphertexts in any range.
///
/// Who knows the exchange's id, which holds 512 random bits of both parties, may fetch ciphertexts and leaf lists; none of
/// them opens without what is signed for it.
struct PartyRoutes: Sendable {
  let desk: Late<PartyDesk>
  let largestStatement = 1 << 20

  var routes: [Route] { [introductions, invitations, statements, description, leaves, ciphertext] }

  private var introductions: Route {
    Route(
      .post, "/introductions",
      summary: "Takes number and key of who proposes; answers with what is given here.",
      limits: RouteLimits(body: 16 << 10, time: Span(seconds: 900), perSecond: 5)
    ) { [desk] request, _ in .json(try await desk.value.introduce(Self.body(request, as: Introduction.self))) }
  }

  private var invitations: Route {
    Route(
      .post, "/invitations", summary: "Takes what the terms need of who proposes; answers with the other half.",
      limits: RouteLimits(body: 256 << 10, time: Span(seconds: 900), perSecond: 5)
    ) { [desk] request, _ in .json(try await desk.value.invite(Self.body(request, as: Invitation.self))) }
  }

  private var statements: Route {
    Route(
      .post, "/exchanges/{id}/statements", summary: "Takes a statement of the peer's; answers when it is durable.",
      limits: RouteLimits(body: largestStatement, perSecond: 50)
    ) { [desk] request, parameters in
      let desk = try desk.value
      let statement = try RoleRoutes.statement(request)
      try await Self.open(desk, parameters).receive(statement, time: desk.time)
      return .json(JSON.fields(["received": true.json]))
    }
  }

  private var description: Route {
    Route(
      .get, "/exchanges/{id}/items/{item}/description", summary: "The files of the data at a place.",
      limits: RouteLimits(body: 0, perSecond: 20)
    ) { [desk] _, parameters in
      let desk = try desk.value
      let agreed = try await Self.open(desk, parameters).agreed
      return .json(try await desk.goods(agreed.number).content(at: Self.item(parameters)))
    }
  }

  private var leaves: Route {
    Route(
      .get, "/exchanges/{id}/items/{item}/leaves", summary: "The leaf list of the data at a place, in any range.",
      limits: RouteLimits(body: 0, time: Span(seconds: 600), perSecond: 20)
    ) { [desk] request, parameters in
      let desk = try desk.value
      let agreed = try await Self.open(desk, parameters).agreed
      return try await desk.goods(agreed.number).leaves(at: Self.item(parameters)).reply(to: request.range)
    }
  }

  private var ciphertext: Route {
    Route(
      .get, "/exchanges/{id}/items/{item}/ciphertext", summary: "The ciphertext at a place, in any range.",
      limits: RouteLimits(body: 0, time: Span(seconds: 6 * 3_600), perSecond: 20)
    ) { [desk] request, parameters in
      let desk = try desk.value
      let agreed = try await Self.open(desk, parameters).agreed
      let path = try Self.item(parameters)
      return try await desk.goods(agreed.number)
        .ciphertext(at: path, exchange: agreed.id, opening: agreed.side.secret.opening(for: path))
        .reply(to: request.range)
    }
  }

  private static func open(_ desk: PartyDesk, _ parameters: Parameters) async throws -> OpenExchange {
    let text = try parameters.value("id")
    let id = try RoleRoutes.readable { () throws(CodingError) in try Digest(bytes: Base64URL.decode(text)) }
    guard let open = await desk.open, open.agreed.id == id else {
      throw Refusal(.notFound, blame: .peer, "there is no such exchange here")
    }
    return open
  }

  private static func item(_ parameters: Parameters) throws(Refusal) -> String {
    let text = try parameters.value("item")
    return try RoleRoutes.readable { () throws(CodingError) in
      try ItemPath.checked(String(decoding: Base64URL.decode(text), as: UTF8.self))
    }
  }

  private static func body<Value: CanonicalValue>(_ request: Request, as type: Value.Type) throws(Refusal) -> Value {
    try RoleRoutes.readable { () throws(CodingError) in
      try Value(json: CanonicalJSON.decode(request.body, limits: .statement(bytes: 256 << 10)))
    }
  }
}

import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// What a party of an exchange or a transfer answers its peer: agreeing, statements, letters, and ciphertexts in any range.
///
/// Who knows the id of the exchange or transfer, which hangs on random numbers, may fetch ciphertexts and leaf lists; none of
/// them opens without what is signed for it.
struct PartyRoutes: Sendable {
  let desk: Late<PartyDesk>
  let largestStatement = 1 << 20

  var routes: [Route] {
    [
      introductions, invitations, offers, letters, statements, description, leaves, ciphertext, stream, contracts,
      proofs,
    ]
  }

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

  private var offers: Route {
    Route(
      .post, "/offers", summary: "Takes the offer of a transfer; answers with what is needed to seal and to pay.",
      limits: RouteLimits(body: 256 << 10, perSecond: 5)
    ) { [desk] request, _ in .json(try await desk.value.accept(Self.body(request, as: TransferOffer.self))) }
  }

  private var letters: Route {
    Route(
      .post, PartyTransferLink.path, summary: "Takes the letter of a transfer; answers when what it brings is kept.",
      limits: RouteLimits(body: TransferLetter.limits.bytes, time: Span(seconds: 900), perSecond: 5)
    ) { [desk] request, _ in
      let letter = try RoleRoutes.readable { () throws(CodingError) in
        try TransferLetter(json: CanonicalJSON.decode(request.body, limits: TransferLetter.limits))
      }
      return .json(try await desk.value.answer(letter))
    }
  }

  private var statements: Route {
    Route(
      .post, "/exchanges/{id}/statements", summary: "Takes a statement of the peer's; answers when it is durable.",
      limits: RouteLimits(body: largestStatement, perSecond: 50)
    ) { [desk] request, parameters in
      let desk = try desk.value
      let statement = try RoleRoutes.statement(request)
      if let contract = await desk.contract, let party = contract.party(try Self.id(parameters)) {
        try await contract.receive(statement, from: party, time: desk.time)
      } else {
        try await Self.open(desk, parameters).receive(statement, time: desk.time)
      }
      return .json(JSON.fields(["received": true.json]))
    }
  }

  private var description: Route {
    Route(
      .get, "/exchanges/{id}/items/{item}/description", summary: "The files of the data at a place.",
      limits: RouteLimits(body: 0, perSecond: 20)
    ) { [desk] _, parameters in
      let desk = try desk.value
      return .json(try await desk.giving(Self.id(parameters)).goods.content(at: Self.item(parameters)))
    }
  }

  private var leaves: Route {
    Route(
      .get, "/exchanges/{id}/items/{item}/leaves", summary: "The leaf list of the data at a place, in any range.",
      limits: RouteLimits(body: 0, time: Span(seconds: 600), perSecond: 20)
    ) { [desk] request, parameters in
      let desk = try desk.value
      return try await desk.giving(Self.id(parameters)).goods.leaves(at: Self.item(parameters)).reply(to: request.range)
    }
  }

  private var ciphertext: Route {
    Route(
      .get, "/exchanges/{id}/items/{item}/ciphertext", summary: "The ciphertext at a place, in any range.",
      limits: RouteLimits(body: 0, time: Span(seconds: 6 * 3_600), perSecond: 20)
    ) { [desk] request, parameters in
      let desk = try desk.value
      let (id, path) = (try Self.id(parameters), try Self.item(parameters))
      let giving = try await desk.giving(id)
      return try giving.goods
        .ciphertext(at: path, exchange: id, opening: giving.secret.opening(for: path))
        .reply(to: request.range)
    }
  }

  private var stream: Route {
    Route(
      .get, "/exchanges/{id}/items/{item}/stream",
      summary:
        "The sealed frames of a stream from a byte on, as far as it is made; nothing while nothing more is there.",
      limits: RouteLimits(body: 0, perSecond: 50)
    ) { [desk] request, parameters in
      let desk = try desk.value
      guard let offset = request.query["from"].flatMap(Int64.init), offset >= 0 else {
        throw Refusal(.malformed, blame: .peer, "say from which byte on: ?from=0")
      }
      let bytes = try await desk.stream(Self.id(parameters), at: Self.item(parameters), from: offset)
      return Reply(contentType: "application/octet-stream", body: .bytes(bytes))
    }
  }

  private var contracts: Route {
    Route(
      .post, "/contracts",
      summary: "Takes a contract of several parties to be signed; answers with the other half of the terms.",
      limits: RouteLimits(body: 64 << 10, perSecond: 5)
    ) { [desk] request, _ in .json(try await desk.value.sign(Self.body(request, as: ContractInvitation.self))) }
  }

  private var proofs: Route {
    Route(
      .get, "/contracts/{id}", summary: "What shows that a contract of several parties binds, once it does.",
      limits: RouteLimits(body: 0, perSecond: 20)
    ) { [desk] _, parameters in .json(try await desk.value.proof(of: Self.id(parameters))) }
  }

  private static func open(_ desk: PartyDesk, _ parameters: Parameters) async throws -> Opened {
    let id = try id(parameters)
    guard let open = await desk.open, open.agreed.id == id else {
      throw Refusal(.notFound, blame: .peer, "there is no such exchange here")
    }
    return open
  }

  private static func id(_ parameters: Parameters) throws(Refusal) -> Digest {
    let text = try parameters.value("id")
    return try RoleRoutes.readable { () throws(CodingError) in try Digest(bytes: Base64URL.decode(text)) }
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

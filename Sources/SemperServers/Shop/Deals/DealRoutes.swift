import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements

/// The shop's side of its deals: statements in, statements out, and the goods.
struct DealRoutes: Sendable {
  /// How long a question for news stays open.
  private static let patience = Span(seconds: 25)
  let shop: Late<Shop>

  var routes: [Route] {
    [
      Route(
        .post, "/deals/{id}/messages", summary: "Takes a statement of the buyer's; a valid order opens the deal.",
        limits: RouteLimits(body: 1 << 20, perSecond: 200)
      ) { [shop] request, parameters in
        try await shop.value.desk.receive(
          RoleRoutes.statement(request), in: Self.id(parameters), from: request.source ?? "local")
        return .json(JSON.fields(["received": true.json]))
      },
      Route(
        .get, "/deals/{id}/messages", summary: "The seller's statements after so many; waits for news.",
        limits: RouteLimits(body: 0, time: Span(seconds: 40), perSecond: 200, waits: true)
      ) { [shop] request, parameters in
        let desk = try shop.value.desk
        let (id, count) = (try Self.id(parameters), try RoleRoutes.number("after", in: request))
        do {
          let deadline = await desk.time.now().advanced(by: Self.patience)
          return .json(try await desk.outbox(of: id, after: count, until: deadline))
        } catch is CancellationError {
          return .json([JSON]())
        }
      },
      Route(
        .get, "/deals/{id}/goods", summary: "The encrypted goods, in any range, once the seller has committed.",
        limits: RouteLimits(body: 0, time: Span(seconds: 6 * 3600), perSecond: 50)
      ) { [shop] request, parameters in
        let shop = try shop.value
        let record = try await shop.desk.record(of: Self.id(parameters))
        let (content, exchange, opening) = try Self.sealed(record, request)
        return try await shop.goods.ciphertext(of: content, exchange: exchange, opening: opening)
          .reply(to: request.range)
      },
      Route(
        .get, "/deals/{id}/leaves", summary: "The leaf list of the goods, in any range.",
        limits: RouteLimits(body: 0, time: Span(seconds: 600), perSecond: 50)
      ) { [shop] request, parameters in
        let shop = try shop.value
        let record = try await shop.desk.record(of: Self.id(parameters))
        let content = request.query["exchange"] == nil ? record.offer.content : try Self.sealed(record, request).content
        return try shop.goods.leaves(of: content).reply(to: request.range)
      },
    ]
  }

  /// What is sealed for the exchange that the request names; without a name, for the one exchange of a purchase.
  private static func sealed(
    _ record: DealRecord, _ request: Request
  ) throws(Refusal) -> (content: ContentDescription, exchange: Digest, opening: ItemOpening) {
    let exchange = try request.query["exchange"].map { text throws(Refusal) in
      try RoleRoutes.readable { () throws(CodingError) in try Digest(json: .string(text)) }
    }
    guard let exchange = exchange ?? record.exchange?.terms.id, let sealed = record.sealed(for: exchange),
      exchange != record.exchange?.terms.id || record.outbox.contains(where: { $0.kind.isCommitment })
    else {
      throw Refusal(.notFound, blame: .peer, "the goods are here as soon as the seller has committed to them")
    }
    return (sealed.content, exchange, sealed.opening)
  }

  static func id(_ parameters: Parameters) throws(Refusal) -> ID<Deal> {
    let text = try parameters.value("id")
    do {
      return try ID(text: text)
    } catch {
      throw Refusal(.unknownDeal, blame: .peer, "a deal's id has 128 bits, written as base64url")
    }
  }
}

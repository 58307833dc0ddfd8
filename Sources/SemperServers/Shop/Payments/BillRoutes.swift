import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// How a payer pays a bill: looks at it, selects a way, and then both managers' tokens go to and fro.
struct BillRoutes: Sendable {
  /// How long a question for news stays open.
  private static let patience = Span(seconds: 25)
  let shop: Late<Shop>

  var routes: [Route] {
    [
      Route(
        .get, "/bills/{id}", summary: "A bill with the signed ways to pay it.",
        limits: RouteLimits(body: 0, perSecond: 100)
      ) { [shop] _, parameters in
        .json(try await shop.value.bills.bill(Self.id(parameters)).offered)
      },
      Route(
        .post, "/bills/{id}/selection", summary: "Confirms the payer's selection; then the shop is ready.",
        limits: RouteLimits(body: 64 << 10, perSecond: 100)
      ) { [shop] request, parameters in
        .json(try await shop.value.bills.take(RoleRoutes.statement(request), for: Self.id(parameters)))
      },
      Route(
        .post, "/payments/tokens", summary: "Takes what a payer says about a payment.",
        limits: RouteLimits(body: 1 << 20, perSecond: 200)
      ) { [shop] request, _ in
        try await shop.value.payments.manager.take(RoleRoutes.statement(request))
        return .json(JSON.fields(["received": true.json]))
      },
      Route(
        .get, "/payments/{agreement}/tokens",
        summary: "What the shop has said about a payment, after so many; waits for news if wanted.",
        limits: RouteLimits(body: 0, time: Span(seconds: 40), perSecond: 200, waits: true)
      ) { [shop] request, parameters in
        let payments = try shop.value.payments
        let text = try parameters.value("agreement")
        let agreement = try RoleRoutes.readable { () throws(CodingError) in try Digest(text: text) }
        let count = try RoleRoutes.number("after", in: request)
        let waits = try RoleRoutes.number("wait", in: request) > 0
        let now = await payments.time.now()
        do {
          return .json(
            try await payments.outbox.tokens(
              of: agreement, after: count, until: waits ? now.advanced(by: Self.patience) : now))
        } catch is CancellationError {
          return .json([JSON]())
        }
      },
    ]
  }

  private static func id(_ parameters: Parameters) throws(Refusal) -> ID<Bill> {
    let text = try parameters.value("id")
    do {
      return try ID(text: text)
    } catch {
      throw Refusal(.unknownPayment, blame: .peer, "a bill's id has 128 bits, written as base64url")
    }
  }
}

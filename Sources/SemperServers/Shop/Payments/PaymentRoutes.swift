import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// How a shop and a buyer come to a means of payment before they begin a deal.
struct PaymentRoutes: Sendable {
  let shop: Late<Shop>

  var routes: [Route] {
    [
      Route(
        .get, "/payments/means", summary: "The means of payment that are taken, each with its level of fairness.",
        limits: RouteLimits(body: 0, perSecond: 100)
      ) { [shop] _, _ in
        let shop = try shop.value
        let terms = shop.catalogue.conditions.terms.content
        return .json(
          JSON.array(
            shop.payments.means(under: terms).map { till, level in
              .fields([
                "bank": till.bank.json, "brand": till.brand.json, "class": till.paymentClass.json,
                "level": level?.json, "limits": till.limits.json, "properties": till.properties.json,
                "system": till.scheme.json,
              ])
            }))
      },
      Route(
        .post, "/deals/{id}/payment/offer", summary: "Signs how a deal on an offer may be paid.",
        limits: RouteLimits(body: 1 << 10, perSecond: 200)
      ) { [shop] request, parameters in
        let digest: Digest = try Self.read(request) { (fields: inout ObjectReader) throws(CodingError) in
          try fields.value("offer")
        }
        return .json(try await shop.value.payments.offer(for: DealRoutes.id(parameters), on: digest))
      },
      Route(
        .post, "/deals/{id}/payment/selection", summary: "Confirms the buyer's selection from such an offer.",
        limits: RouteLimits(body: 64 << 10, perSecond: 200)
      ) { [shop] request, _ in
        let (offer, selection): (SignedStatement, SignedStatement) = try Self.read(request) {
          (fields: inout ObjectReader) throws(CodingError) in
          (try fields.value("offer"), try fields.value("selection"))
        }
        return .json(try await shop.value.payments.confirm(selection, of: offer))
      },
    ]
  }

  private static func read<Value>(
    _ request: Request, _ body: (inout ObjectReader) throws(CodingError) -> Value
  ) throws(Refusal) -> Value {
    try RoleRoutes.readable { () throws(CodingError) in
      var fields = try ObjectReader(CanonicalJSON.parse(request.body, limits: .statement(bytes: 64 << 10)))
      let value = try body(&fields)
      try fields.close()
      return value
    }
  }
}

import SemperCommerce
import SemperCommunication
import SemperCryptography

/// Where the arbiter brings a shop the claims about its deals.
struct ShopDisputeRoutes: Sendable {
  let shop: Late<Shop>

  var routes: [Route] {
    [
      Route(
        .post, "/disputes", summary: "Takes a claim about a deal; answers it, or says nothing yet.",
        limits: RouteLimits(body: 32 << 10, perSecond: 10)
      ) { [shop] request, _ in
        .json(try await shop.value.till.disputes.hear(RoleRoutes.statement(request)))
      },
      Route(
        .get, "/deals/{id}/claims", summary: "The seller's claims about a deal, for its buyer to answer.",
        limits: RouteLimits(body: 0, perSecond: 50)
      ) { [shop] _, parameters in
        .json(ClaimList(try await shop.value.till.disputes.own(in: DealRoutes.id(parameters))))
      },
    ]
  }
}

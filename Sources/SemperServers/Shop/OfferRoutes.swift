import SemperCertification
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperStatements

/// The shop's offers and terms for programs.
struct OfferRoutes: Sendable {
  let shop: Late<Shop>

  var routes: [Route] {
    [
      Route(
        .get, "/offers", summary: "All offers: code, digest, title, price.",
        limits: RouteLimits(body: 0, perSecond: 200)
      ) { [shop] _, _ in
        .json(
          JSON.array(
            try await shop.value.catalogue.entries().map { entry in
              .fields([
                "code": entry.code.json, "language": entry.course.language.json,
                "length": entry.content.description.length.json,
                "offer": entry.offer.digest.json, "page": "/courses/\(entry.course.slug)".json,
                "price": entry.course.price.json, "slug": entry.course.slug.json,
                "title": entry.offer.content.title.json,
              ])
            }))
      },
      Route(
        .get, "/offers/{code}", summary: "A signed offer.", limits: RouteLimits(body: 0, perSecond: 200)
      ) { [shop] _, parameters in
        .json(try await shop.value.catalogue.entry(code: parameters.value("code")).offer.signed)
      },
      Route(
        .get, "/terms/{digest}", summary: "Signed terms of business by digest.",
        limits: RouteLimits(body: 0, perSecond: 200)
      ) { [shop] _, parameters in
        let text = try parameters.value("digest")
        let digest = try RoleRoutes.readable { () throws(CodingError) in try Digest(text: text) }
        guard let terms = try await shop.value.catalogue.book.terms(digest) else {
          throw Refusal(.notFound, blame: .peer, "this shop has no terms of business with this digest")
        }
        return .json(terms.signed)
      },
      Route(
        .get, "/terms/{digest}/evidence", summary: "The package of terms in force, with what evaluators say of them.",
        limits: RouteLimits(body: 0, perSecond: 50)
      ) { [shop] _, parameters in
        let text = try parameters.value("digest")
        let digest = try RoleRoutes.readable { () throws(CodingError) in try Digest(text: text) }
        guard let evidence = try shop.value.evidence?.evidence(), evidence.package.service == digest else {
          throw Refusal(.notFound, blame: .peer, "this shop shows no evaluations of these terms; ask a directory")
        }
        return .json(evidence)
      },
    ]
  }
}

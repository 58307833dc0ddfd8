import SemperCommunication
import SemperModel
import SemperTrustedUI

/// The shop's pages for people.
struct PageRoutes: Sendable {
  let shop: Late<Shop>
  let style: [UInt8]

  var routes: [Route] {
    [
      Route(.get, "/", summary: "The catalogue.", limits: RouteLimits(body: 0, perSecond: 100)) {
        [shop] request, _ in
        let shop = try shop.value
        return Self.page(
          shop.pages.catalogue(try await shop.catalogue.entries(), in: Language(of: request)))
      },
      Route(
        .get, "/courses/{slug}", summary: "A course: what it is, what it costs, how to buy it.",
        limits: RouteLimits(body: 0, perSecond: 100)
      ) { [shop] request, parameters in
        let shop = try shop.value
        let language = Language(of: request)
        guard let entry = try await shop.catalogue.entry(slug: parameters.value("slug")) else {
          return Self.page(shop.pages.missing(in: language), status: 404)
        }
        return Self.page(shop.pages.course(entry, in: language))
      },
      Route(.get, "/style.css", summary: "The style sheet.", limits: RouteLimits(body: 0)) { [style] _, _ in
        Reply(
          contentType: "text/css; charset=utf-8", body: .bytes(style), headers: ["cache-control": "max-age=300"])
      },
    ]
  }

  private static func page(_ html: String, status: Int = 200) -> Reply {
    Reply(
      status: status, contentType: "text/html; charset=utf-8", body: .bytes(Array(html.utf8)),
      headers: ["vary": "accept-language"])
  }
}

import SemperCommerce
import SemperCommunication
import SemperModel
import SemperServers
import Testing

@Suite("The shop's pages", .serialized)
struct PageTests {
  @Test("They come in three languages, hold no program and no gap, and the offer can be handed over")
  func pages() async throws {
    try await Market.run { market in
      let code = try await market.code()
      let address = await market.shop.address
      let expected = [
        ("en-GB,de;q=0.5", "en", "A little &lt;course&gt;", "€7.50"),
        ("fr, de-AT;q=0.9, en;q=0.1", "de", "Ein kleiner Kurs", "7,50\u{A0}€"),
        ("el", "el", "Ένα μικρό μάθημα", "7,50\u{A0}€"),
      ]
      for (wish, language, title, price) in expected {
        for path in ["/", "/courses/\(Market.course)"] {
          let reply = try await market.get(path, language: wish)
          let html = String(decoding: reply.body, as: UTF8.self)
          #expect(reply.status == 200 && reply.contentType == "text/html; charset=utf-8")
          let policy = try #require(reply.headers["content-security-policy"])
          #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
          #expect(html.contains("<html lang=\"\(language)\">") && html.contains(title) && html.contains(price))
          #expect(
            !html.lowercased().contains("<script") && !html.contains("javascript:") && !html.contains(" on" + "click"))
          #expect(!html.contains("⟨") && !html.contains("{{") && !html.contains("style="))
        }
        let page = String(
          decoding: try await market.get("/courses/\(Market.course)", language: wish).body, as: UTF8.self)
        #expect(page.contains("semper wallet buy \(address) \(code)"))
        let link = try OfferLink(shop: address, code: code)
        #expect(page.contains("href=\"\(link)\""))
        #expect(page.contains("Test bank") && page.contains("Test arbiter") && page.contains("read-me.txt"))
      }
      // A text without a version in a language is in English, and says so.
      let greek = String(decoding: try await market.get("/", language: "el").body, as: UTF8.self)
      #expect(greek.contains("<p lang=\"en\">Small &amp; plain.</p>"))
    }
  }

  @Test("Under other terms than those of a purchase it speaks of no course, and says their author's words of each step")
  func otherTerms() async throws {
    try await Market.run(.init(terms: Market.terms(of: "consultancy"))) { market in
      for (language, heading, step) in [
        ("en", "Take part", "The client describes the task."), ("de", "Mitmachen", "Der Kunde beschreibt die Aufgabe"),
        ("el", "Συμμετοχή", "αμοιβή"),
      ] {
        let page = String(
          decoding: try await market.get("/courses/\(Market.course)", language: language).body, as: UTF8.self)
        #expect(page.contains("<h2 id=\"buy\">\(heading)</h2>") && page.contains(step), "\(language)")
        #expect(!page.contains("Buy this course") && !page.contains("complaint window"))
      }
    }
  }

  @Test("What is not there is not found, and the operator sees that all is well")
  func operations() async throws {
    try await Market.run { (market: Market) async throws -> Void in
      #expect(try await market.get("/courses/none", language: "de").status == 404)
      #expect(Refusal(try await market.get("/offers/aaaa-aaaa"))?.code == .notFound)
      #expect(Refusal(try await market.get("/terms/sha-256:\(String(repeating: "A", count: 43))"))?.code == .notFound)
      #expect(try await market.get("/style.css").contentType == "text/css; charset=utf-8")
      for role in [market.authority, market.bank, market.arbiter, market.shop] {
        for path in ["/health/live", "/health/ready", "/metrics", "/openapi.json", "/.well-known/semper"] {
          #expect(try await market.get(path, at: role).status == 200, "\(path)")
        }
      }
    }
  }
}

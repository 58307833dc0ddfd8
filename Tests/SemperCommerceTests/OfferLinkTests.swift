import SemperCoding
import SemperCommerce
import SemperCommunication
import Testing

@Suite struct OfferLinkTests {
  @Test func aLinkComesBackAsItWent() throws {
    for shop in ["https://shop.example", "http://127.0.0.1:8080", "https://shop.example:8443"] {
      let link = try OfferLink(shop: Address(shop), code: "k3f9-2m7q")
      #expect(try OfferLink(link.description) == link)
    }
    let link = try OfferLink(shop: Address("https://shop.example"), code: "k3f9-2m7q")
    #expect(link.description == "web+semper:open?u=https%3A%2F%2Fshop.example%2Foffers%2Fk3f9-2m7q")
  }

  @Test(arguments: [
    "semper:open?u=https%3A%2F%2Fshop.example%2Foffers%2Fk3f9-2m7q",
    "WEB+SEMPER:open?u=https%3a%2f%2fshop.example%2foffers%2fk3f9-2m7q",
    "web+semper:open?u=https://shop.example/offers/k3f9-2m7q",
  ])
  func otherWaysToWriteTheSame(_ text: String) throws {
    #expect(try OfferLink(text) == OfferLink(shop: Address("https://shop.example"), code: "k3f9-2m7q"))
  }

  @Test(arguments: [
    "", "web+semper:", "web+semper:open", "web+semper:open?", "web+semper:open?u", "web+semper:open?u=",
    // Another scheme, action or member, or a member more.
    "https://shop.example/offers/k3f9-2m7q", "javascript:open?u=https://shop.example/offers/k3f9-2m7q",
    "web+semper:buy?u=https://shop.example/offers/k3f9-2m7q",
    "web+semper:open?v=https://shop.example/offers/k3f9-2m7q",
    "web+semper:open?u=https://shop.example/offers/k3f9-2m7q&yes=1",
    "web+semper:open?u=https://shop.example/offers/k3f9-2m7q&u=https://shop.example/offers/aaaa-aaaa",
    "web+semper:open?u=https://shop.example/offers/k3f9-2m7q#x",
    "web+semper://host/open?u=https://shop.example/offers/k3f9-2m7q",
    // Plain HTTP off this machine, and what is no address of a role.
    "web+semper:open?u=http://shop.example/offers/k3f9-2m7q", "web+semper:open?u=ftp://shop.example/offers/k3f9-2m7q",
    "web+semper:open?u=https://shop.example/path/offers/k3f9-2m7q",
    "web+semper:open?u=https://me:secret@shop.example/offers/k3f9-2m7q",
    "web+semper:open?u=https://shop.example/offers?x=/offers/k3f9-2m7q", "web+semper:open?u=/offers/k3f9-2m7q",
    // No code, or no code that a shop gives.
    "web+semper:open?u=https://shop.example/offers/", "web+semper:open?u=https://shop.example/offers/a/b",
    "web+semper:open?u=https://shop.example/offers/..%2Fdeals", "web+semper:open?u=https://shop.example/offers/a%00b",
    "web+semper:open?u=https://shop.example/offers/a%20b", "web+semper:open?u=https://shop.example/offers/k3f9-2m7q ",
    "web+semper:open?u=https://shop.example/offers/κωδικός",
    "web+semper:open?u=https://shop.example/offers/" + String(repeating: "a", count: 65),
    "web+semper:open?u=https://shop.example/offers/k3f9" + String(repeating: "%2D", count: 300),
  ])
  func refused(_ text: String) { #expect(throws: CodingError.self) { try OfferLink(text) } }
}

import Foundation
import Testing

/// Between real processes: a shop's owner writes an offer into a file and a mail; a buyer looks at it while nobody is on line, and buys
/// when the shop is there again.
@Suite(.serialized) struct OfferFileCommandTests {
  @Test(.timeLimit(.minutes(10))) func anOfferIsMailedLookedAtAndBought() throws {
    let market = try ServiceMarket()
    let terms = SemperProgram.root + "/services/online-purchase-of-information/terms.json"
    let shop = try market.openShop(terms)
    let port = try #require(shop.split(separator: ":").last.map(String.init))
    try market.openWallet()
    let (file, mail) = (market.path("lamps.semper-offer"), market.path("lamps.eml"))
    let seller = ["till", "offer", "lamps", "--home", market.path("seller")]
    let written = try market.run(seller + ["--output", file, "--json"]).object()
    #expect(written["file"] as? String == file && written["offer"] != nil)
    let said = try market.run(seller + ["--output", mail, "--mail"]).output
    #expect(said.contains("lamps.eml"), "\(said)")
    // Nothing is overwritten, and there is no such article.
    try market.run(seller + ["--output", file], status: 1)
    try market.run(["till", "offer", "chairs", "--home", market.path("seller")], status: 1)

    // Python's mail program takes out an attachment that holds.
    let taken = market.path("taken.semper-offer")
    let script = """
      import email, email.policy, sys
      m = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.default)
      attached, = m.iter_attachments()
      open(sys.argv[2], 'wb').write(attached.get_content())
      print(attached.get_content_type(), attached.get_filename())
      """
    let reader = try SemperProgram.run(["python3", "-c", script, mail, taken], program: "/usr/bin/env")
    #expect(
      reader.output == "application/vnd.semper.offer+json lamps.semper-offer\n", "\(reader.output)\(reader.errors)")

    // The shop is away; a look needs nobody.
    market.stopShop()
    for path in [file, mail, taken] {
      let seen = try market.wallet(["look", path, "--json"], status: 3).object()
      #expect(seen["title"] as? String == "Lamps" && seen["offer"] as? String == written["offer"] as? String)
    }
    let service = try market.wallet(["look", file, "--json"], status: 3).object()["service"] as? [String: Any]
    let digest = try #require(service?["service"] as? String)
    let buy = ["buy", "--offer", mail, "--accept-terms", digest, "--json"]
    #expect(try !market.wallet(buy + ["--yes"], status: 1).errors.isEmpty)

    // It is the same shop, at the same place.
    _ = try market.openShop(terms, ["--port", port])
    // The person is asked, and nobody answers.
    let asked = try market.wallet(buy, status: 3)
    #expect(asked.errors.contains("Lamps") && asked.errors.contains("€60.00"), "\(asked.errors)")
    let again = try market.wallet(buy + ["--yes"], status: 1)
    #expect(again.errors.contains("--again"), "\(again.errors)")
    let bought = try market.wallet(buy + ["--yes", "--again"]).object()
    #expect(bought["outcome"] as? String == "completed")

    // Altered, cut off, or no offer at all.
    let bytes = Array(try Data(contentsOf: URL(filePath: file)))
    for (name, wrong) in [
      (
        "altered",
        Array(String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\"v\":1", with: "\"v\":2").utf8)
      ), ("cut", Array(bytes.dropLast(9))), ("text", Array("Dear buyer,\n".utf8)),
    ] {
      let path = market.path(name)
      try Data(wrong).write(to: URL(filePath: path))
      let refused = try market.wallet(["look", path], status: 1)
      #expect(refused.errors.contains("offer"), "\(refused.errors)")
    }
    try market.wallet(["look", market.path("nothing.semper-offer")], status: 1)
    try market.wallet(["buy", "http://127.0.0.1:1", "--offer", file], status: 64)
  }
}

import Foundation
import Testing

/// The real shop has taken a card for a deal and for bills and has given some back: its home, its log, its memory and its network hold no six
/// digits of the card in a row. The real card bank, which is the gateway, holds no word of what was ordered.
@Suite(.serialized) struct TaintSearchTests {
  private static let bill = "Seventeen tasselled dirigibles"
  private static let reasons = ["The fourth plate is torn", "One was punctured"]
  /// The acquirer's number, which stands in merchants' certificates and shares no six digits with the range of test cards.
  private static let known = ["998001"]

  @Test(.timeLimit(.minutes(10)))
  func theShopHasNoDigitOfTheCardAndTheCardBankNoWordOfTheOrder() throws {
    let market = try TappedMarket()
    let (shop, bank) = (try market.process(of: "shop"), try market.process(of: "cardbank"))
    let deal = try market.buy()
    // What the gateway opens it gives back at once; some of it stays in its memory until something else is written there.
    var (link, secret): (String, String?) = ("", nil)
    for _ in 1...5 where secret == nil {
      link = try market.pay(Self.bill)
      secret = try TaintSearch.secret(of: market.number, in: bank)
    }
    let card = ["number": market.number, "expiry": market.expiry, "secret": try #require(secret)]
    let all = ["16 digits", "the card's end", "the card's secret"]
    let gateway = try TaintSearch.find(["card": card], in: bank)
    // Where the card must be, the search finds it.
    for what in all { #expect(gateway.what.contains(what), "\(gateway.places)") }
    let letter = try TaintSearch.find(["card": card, "folders": [market.registration]])
    for what in all.dropLast() { #expect(letter.what.contains(what), "\(letter.places)") }

    while !(try market.till(["deals"]).output.contains(deal)) {}
    _ = try market.till(["refund", deal, Self.reasons[0], "--amount", "0.50"])
    _ = try market.till(["refund", link, Self.reasons[1], "--amount", "1.25"])
    #expect(try market.wallet(["refund", link]).output.contains("€1.25"))

    let (sold, kept) = (market.places(of: "shop"), market.places(of: "cardbank"))
    // What the shop and the gateway say to each other went over the gateway's network.
    let merchant = try TaintSearch.find(
      ["card": card, "known": Self.known, "folders": sold + kept.suffix(1)], in: shop)
    #expect(merchant.places.isEmpty)
    #expect(merchant.bytes > 4 << 20)
    #expect((merchant.chance ?? 0) < 0.005, "so much would be found by chance: look at WINDOW and CERTAIN")
    let texts = Self.reasons + [TappedMarket.title, Self.bill] + Self.words
    let house = try TaintSearch.find(["words": texts, "folders": kept], in: bank)
    #expect(house.places.isEmpty)
    #expect(house.bytes > 4 << 20)
    // The same search finds the order wherever the shop has it.
    let seller = try TaintSearch.find(["words": texts, "folders": sold], in: shop)
    for text in Self.words {
      for place in ["memory", sold[0] + "/archive", sold[2] + "/"] {
        #expect(seller.holds(text, in: place), "\(text) in \(place): \(seller.places)")
      }
    }
  }

  /// All longer words of the orders, for whoever keeps one of them.
  private static let words = [TappedMarket.title, bill].flatMap { text in
    text.split(separator: " ").map(String.init).filter { $0.count >= 6 }
  }

  /// Each way in which somebody could have kept a card is found, and a number that only looks like one is not.
  @Test func theSearchFindsEachLeak() throws {
    let folder = DemoFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let (number, expiry) = ("9999991234567897", "203011")
    let secret = [UInt8](repeating: 0x5A, count: 31) + [0x5B]
    let leaks = Self.texts(of: number).map { Array($0.utf8) } + Self.bytes(of: number, secret)
    let harmless = [
      "acquirer 998001", "sha256 9f2345678e", "amount 123456000", "9999 12345", "203011281455Z", "2030-11-28",
      "999998123456",
    ]
    for (index, bytes) in (leaks + harmless.map { Array($0.utf8) }).enumerated() {
      // Somewhere among other bytes, as in a page of a file.
      let around = [UInt8](repeating: 0xC3, count: 37)
      try Data(around + bytes + around).write(to: URL(filePath: "\(folder.path)/\(index)"))
    }
    let card = [
      "number": number, "expiry": expiry, "secret": secret.map { String($0, radix: 16) }.joined(),
    ]
    let found = try TaintSearch.find(["card": card, "known": Self.known, "folders": [folder.path]])
    let all = leaks + harmless.map { Array($0.utf8) }
    for (index, bytes) in all.enumerated() {
      let places = found.places.filter { $0.hasPrefix("\(folder.path)/\(index): ") }
      #expect(places.isEmpty == (index >= leaks.count), "\(String(decoding: bytes, as: UTF8.self)): \(places)")
    }
  }

  private static func texts(of number: String) -> [String] {
    let packed = Data(packed(number)).base64EncodedString()
    let windows = (0...10).map { String(number.dropFirst($0).prefix(6)) }
    return [
      "card \(number)", "9999 9912 3456 7897", "9999-9912-3456-7897", "999999******7897", "\"bin\":\"999999\"",
      "good until 2030-11", "x2026112912345678y", "2026112917" + number + "00042",
      Data(number.utf8).base64EncodedString(), "a" + Data(("x" + number).utf8).base64EncodedString(),
      packed, packed.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_"),
      number.utf8.map { String($0, radix: 16) }.joined(),
    ] + windows.map { "part: \($0);" } + windows.map { Data(("in " + $0 + " out").utf8).base64EncodedString() }
  }

  private static func bytes(of number: String, _ secret: [UInt8]) -> [[UInt8]] {
    let text = Array(number.utf8)
    return [
      packed(number), packed("0" + number + "F"), [0x04, 0x03] + packed("912345"), [0x04, 0x03, 0x20, 0x30, 0x11],
      // What DER counts ends where it says, also before a SEQUENCE, whose tag is the digit 0.
      [0x12, 0x06] + Array("123456".utf8) + [0x30, 0x03], text.flatMap { [$0, 0] }, text.flatMap { [0, $0] },
      text.dropFirst(6).prefix(6).flatMap { [$0, 0] }, secret, Array(Data(secret).base64EncodedString().utf8),
    ]
  }

  private static func packed(_ digits: String) -> [UInt8] {
    stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
  }
}

import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers
import SemperWallet
import Testing

/// An offer in a file is checked without a network as it is with one, and bought on line; what was altered, is foreign, or has expired is
/// refused (SEMPER's weakness that each step needs both on line, docs/decisions/0095).
@Suite("Offers in files", .serialized) struct OfferFileTests {
  private static func file(_ market: Market, _ name: String = Market.course) async throws -> OfferFile {
    guard case .offer(let file) = try await market.till(.offer(name)) else {
      throw CodingError(.missing, "an offer is expected")
    }
    return file
  }

  private static func finder(_ market: Market, _ transport: any Transport) throws -> OfferFinder {
    let trust = try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: market.trustFile))))
    return OfferFinder(transport, roles: RoleVerifier(roots: trust.certificates))
  }

  @Test(.timeLimit(.minutes(10))) func whatIsBoughtFromAFileIsWhatIsBoughtOnLine() async throws {
    try await Market.run { market in
      let file = try await Self.file(market)
      let byCode = try await Self.file(market, market.code())
      #expect(file.offer.digest == byCode.offer.digest)
      let unknown = await #expect(throws: Refusal.self) { try await Self.file(market, "no-such-course") }
      #expect(unknown?.code == .notFound)
      let wallet = try await market.wallet(withdrawing: 3_000)
      let offline = try wallet.find(in: OfferFile(reading: file.canonicalBytes), at: await wallet.now())
      let code = try await market.code()
      let online = try await wallet.find(code: code, at: await market.shop.address)
      #expect(offline.offer == online.offer && offline.terms == online.terms)
      #expect(offline.seller.identity == online.seller.identity && offline.isFromFile && !online.isFromFile)

      let reached = try await wallet.find(reaching: file)
      let deal = try await wallet.open(reached, patience: Span(seconds: 30))
      let ended = try await wallet.deals.run(deal)
      #expect(ended.end == "end.done")
      #expect(try market.hasGoods(deal))
      // The same file again is no second purchase, unless its owner says so.
      let again = await #expect(throws: WalletError.self) {
        try await wallet.open(reached, patience: Span(seconds: 30))
      }
      #expect(again?.parts["deal"] == "\(deal)")
      let second = try await wallet.open(reached, patience: Span(seconds: 30), again: true)
      #expect(try await wallet.deals.run(second).end == "end.done")
      #expect(try await wallet.deals.all().count == 2)
      try wallet.close()
    }
  }

  @Test(.timeLimit(.minutes(10))) func whatIsNotTheShopsOwnIsRefused() async throws {
    try await Market.run { market in
      let file = try await Self.file(market)
      let now = SystemTime().now()
      // Nobody is asked while a file is looked at.
      let finder = try Self.finder(market, DyingTransport(market.transport, after: -1))
      _ = try finder.find(in: file, now: now)
      func refusal(_ file: OfferFile, after seconds: Int64 = 0) -> RefusalCode? {
        #expect(throws: Refusal.self) {
          try finder.find(in: file, now: now.advanced(by: Span(seconds: seconds)))
        }?.code
      }
      func with(
        offer: SignedStatement? = nil, terms: SignedStatement? = nil, seller: SignedStatement? = nil,
        bank: SignedStatement? = nil, arbiter: SignedStatement? = nil
      ) throws -> OfferFile {
        try OfferFile(
          offer: offer ?? file.offer, terms: terms ?? file.terms, seller: seller ?? file.seller,
          bank: bank ?? file.bank,
          arbiter: arbiter ?? file.arbiter)
      }
      // Expired, in days; a little before it is good.
      let offer = try VerifiedStatement<Offer>(verifying: file.offer, keys: KeySet()).content
      let life = offer.expires.seconds - now.seconds
      #expect(life > 10 * 86_400)
      _ = try finder.find(in: file, now: Timestamp(seconds: offer.expires.seconds))
      #expect(refusal(file, after: life + 1) == .expired)
      // By somebody else, who is certified for nothing, in the shop's name.
      let thief = SigningKey()
      let forged = try SignedStatement(
        Offer(
          article: offer.article, seller: thief.publicKey, shop: offer.shop, service: offer.service, title: offer.title,
          summary: offer.summary, language: offer.language, price: Money(minorUnits: 1, .euro), content: offer.content,
          bank: offer.bank, arbiter: offer.arbiter, arbiterAddress: offer.arbiterAddress, issued: offer.issued,
          expires: offer.expires), signedBy: [thief])
      #expect(try refusal(with(offer: forged)) == .wrongSigner)
      let description = try VerifiedStatement<RoleDescription>(verifying: file.seller, keys: KeySet()).content
      let posing = try SignedStatement(
        RoleDescription(
          role: .shop, organisation: description.organisation, key: thief.publicKey, address: description.address,
          issued: description.issued, expires: description.expires), signedBy: [thief])
      #expect(try refusal(with(offer: forged, seller: posing)) == .untrusted)
      // Roles in one another's places.
      for mixed in try [with(bank: file.arbiter), with(arbiter: file.bank), with(seller: file.bank)] {
        #expect(refusal(mixed) == .untrusted)
      }
      #expect(throws: CodingError.self) { try with(terms: file.offer) }
    }
  }

  /// Bytes from all over a file are others, one at a time: refused. Not all of them, because others wait for this thread.
  @Test(.timeLimit(.minutes(10))) func noByteCanBeChanged() async throws {
    try await Market.run { market in
      let file = try await Self.file(market)
      let (bytes, now) = (file.canonicalBytes, SystemTime().now())
      #expect(bytes.count < 64 << 10)
      let finder = try Self.finder(market, DyingTransport(market.transport, after: -1))
      var verified = 0
      for place in stride(from: 0, to: bytes.count, by: 61) {
        await Task.yield()
        var changed = bytes
        changed[place] = bytes[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        guard let read = try? OfferFile(reading: changed) else { continue }
        verified += 1
        #expect(throws: Refusal.self, "byte \(place)") { try finder.find(in: read, now: now) }
      }
      // Most of it is signed, and looks well formed when it is changed.
      #expect(verified > 20)
      for end in stride(from: 0, to: bytes.count, by: 997) {
        #expect(throws: Refusal.self) { try OfferFile(reading: Array(bytes[..<end])) }
      }
    }
  }
}

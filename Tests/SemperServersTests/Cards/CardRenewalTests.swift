import SemperArchive
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET
import Testing

@testable import SemperServers

/// Certificates end, and what was agreed under them goes on.
@Suite struct CardRenewalTests {
  private let buyer = SigningKey()
  private let seller = SigningKey()
  private let sales = InMemoryArchive()

  @Test func aShopThatIsCertifiedAnewClaimsAndGivesBackWhatWasLockedBefore() async throws {
    let street = try CardStreet()
    try await street.openBank()
    let shop = try await street.openShop(1, seller, sales)
    let card = try await street.card(of: buyer)
    let (kept, returned) = (
      try await street.lock(card, at: shop, of: seller, units: 25_00),
      try await street.lock(card, at: shop, of: seller, units: 10_00)
    )
    // Less than thirty days are left of its certificates.
    street.wait(untilDay: 340)
    let renewed = try await street.openShop(1, seller, sales)
    #expect(renewed.desk.identity.certificate != shop.desk.identity.certificate)
    for locked in [kept, returned] {
      #expect(try await renewed.till.claim(locked.terms, with: .opening(locked.opening)).content.ending == .claimed)
    }
    #expect(try await street.balance(of: seller) == 135_00)
    #expect(try await street.giveBack(returned, by: renewed) == returned.terms.amount)
    #expect(try await street.balance(of: seller) == 125_00)
    #expect(try await street.balance(of: buyer) == 75_00)
    // Nor does it take up anything else at its next start.
    let again = try await street.openShop(1, seller, sales)
    #expect(again.desk.identity.certificate == renewed.desk.identity.certificate)
  }

  @Test func anEarlierKeyIsDroppedAfterTwoYears() async throws {
    let street = try CardStreet()
    try await street.openBank()
    let locked = try await street.lock(
      street.card(of: buyer), at: street.openShop(1, seller, sales), of: seller, units: 25_00)
    street.wait(untilDay: 340)
    _ = try await street.openShop(1, seller, sales)
    // The bank has renewed its authorities, and the shop was certified for the third time.
    street.wait(untilDay: 340 + 730)
    try await street.openBank()
    let late = try await street.openShop(1, seller, sales)
    #expect(try await late.till.approval(of: locked.terms).isApproved)
    street.wait(untilDay: 340 + 731)
    let tooLate = try await street.openShop(1, seller, sales)
    #expect(tooLate.desk.identity.certificate == late.desk.identity.certificate)
    await #expect { _ = try await tooLate.till.approval(of: locked.terms) } throws: {
      ($0 as? SETRefusal)?.check == .recipient
    }
    let stored = try await RenewableSecret(named: "card-merchant", in: sales.keys).current()
    #expect(try StoredMerchant(derBytes: try #require(stored)).earlierKeys == 1)
    // What may need its lock for longer than that is not offered to cards.
    let request = PaymentRequest(
      amount: locked.terms.amount, reference: PaymentReference(for: Digest(plain: [1]), path: "payment"),
      demands: PaymentDemands(needsLock: true, lockFor: Span(seconds: StoredMerchant.keeps.seconds + 1)),
      notAfter: street.clock.now())
    await #expect { _ = try await street.till(tooLate).option(for: request) } throws: {
      ($0 as? Refusal)?.code == .lockMissing
    }
  }

  /// What a shop sent to a gateway that was not there is of another hour when it is, and signed with a certificate that has ended.
  @Test func aClaimThatDidNotComeInItsHourIsMadeAnew() async throws {
    let street = try CardStreet()
    try await street.openBank()
    let shop = try await street.openShop(1, seller, sales)
    let locked = try await street.lock(street.card(of: buyer), at: shop, of: seller, units: 25_00)
    street.closeBank()
    await #expect(throws: TransportError.self) {
      try await shop.till.claim(locked.terms, with: .opening(locked.opening))
    }
    street.wait(untilDay: 380)
    try await street.openBank()
    let renewed = try await street.openShop(1, seller, sales)
    for _ in 0..<2 {
      #expect(try await renewed.till.claim(locked.terms, with: .opening(locked.opening)).content.ending == .claimed)
    }
    #expect(try await street.balance(of: seller) == 125_00)
  }

  @Test func authoritiesAreRenewedAndBothGenerationsDealWithEachOther() async throws {
    let street = try CardStreet()
    #expect(try await street.openBank().renewed.isEmpty)
    street.wait(untilDay: 300)
    let (other, rival, takings) = (SigningKey(), SigningKey(), InMemoryArchive())
    let (card, shop) = (try await street.card(of: buyer), try await street.openShop(1, seller, sales))
    // What is certified for a year would now outlast its authority.
    street.wait(untilDay: 400)
    #expect(try await street.openBank().renewed == ["cca", "mca", "pca"])
    #expect(try await street.openBank().renewed.isEmpty)
    let (newCard, newShop) = (try await street.card(of: other), try await street.openShop(2, rival, takings))
    #expect(newCard.issuers.first != card.issuers.first && newCard.issuers.last == card.issuers.last)
    #expect(try #require(newCard.expires) > CardStreet.start.advanced(by: Span(seconds: 764 * 86_400)))
    let here = try await street.lock(card, at: newShop, of: rival, units: 1_00)
    let there = try await street.lock(newCard, at: shop, of: seller, units: 2_00)
    #expect(try await newShop.till.claim(here.terms, with: .opening(here.opening)).content.ending == .claimed)
    #expect(try await shop.till.claim(there.terms, with: .opening(there.opening)).content.ending == .claimed)
    // And so on, the brand's own included, until the root ends.
    street.wait(untilDay: 3_640)
    #expect(try await street.openBank().renewed == ["brand", "geopolitical", "cca", "mca", "pca"])
    #expect(try await street.card(of: SigningKey()).expires == CardStreet.start.forClocksBehind.advanced(by: tenYears))
  }

  private let tenYears = Span(seconds: 3_650 * 86_400)

  @Test func anAuthorityIsRefusedAfterItsEndUntilItIsRenewed() async throws {
    let street = try CardStreet()
    try await street.openBank()
    // The bank runs on without a start, so a card ends with its authority.
    street.wait(untilDay: 720)
    let card = try await street.card(of: buyer)
    #expect(card.isGood(at: CardStreet.start.advanced(by: Span(seconds: 729 * 86_400))))
    street.wait(untilDay: 731)
    #expect(!card.isGood(at: street.clock.now()))
    await #expect(throws: Refusal.self) { try await street.card(of: SigningKey()) }
    #expect(try await street.openBank().renewed == ["geopolitical", "cca", "mca", "pca"])
    let shop = try await street.openShop(1, seller, sales)
    // The shop refuses it; what a shop says does not end the matter for the card's holder.
    await #expect(throws: CryptographyError.self) { try await street.lock(card, at: shop, of: seller, units: 1_00) }
    #expect(try await street.balance(of: buyer) == 100_00)
    let renewed = try await street.card(of: buyer)
    let locked = try await street.lock(renewed, at: shop, of: seller, units: 1_00)
    #expect(try await shop.till.claim(locked.terms, with: .opening(locked.opening)).content.ending == .claimed)
  }

  @Test func allAuthoritiesAreRenewedOnDemand() async throws {
    let street = try CardStreet()
    await #expect(throws: Refusal.self) {
      try await CardHouse.renewAuthorities(in: street.archive.keys, all: true, at: CardStreet.start)
    }
    try await street.openBank()
    let shop = try await street.openShop(1, seller, sales)
    let locked = try await street.lock(street.card(of: buyer), at: shop, of: seller, units: 1_00)
    let gateway = try await street.bank.brand(at: CardStreet.start).gatewayThumb
    street.wait(untilDay: 1)
    let now = street.clock.now()
    let due = try await CardHouse.renewAuthorities(in: street.archive.keys, all: false, at: now)
    #expect(due.map(\.name) == ["root", "brand", "geopolitical", "cca", "mca", "pca"])
    #expect(due.allSatisfy { !$0.isRenewed })
    let all = try await CardHouse.renewAuthorities(in: street.archive.keys, all: true, at: now)
    #expect(all.map(\.isRenewed) == [false, true, true, true, true, true])
    #expect(zip(all, due).dropFirst().allSatisfy { $0.expires > $1.expires })
    try await street.openBank()
    #expect(try await street.bank.brand(at: now).gatewayThumb != gateway)
    #expect(try await shop.till.claim(locked.terms, with: .opening(locked.opening)).content.ending == .claimed)
  }
}

import CardTrials
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperChipper

/// What a payee takes from a payer, before any card is asked.
@Suite struct PayeeSideTests {
  private static func terms(_ module: CardNumber) throws -> PaymentTerms {
    let (payee, payer, bank) = (SigningKey(), SigningKey(), SigningKey().thumbprint)
    let amount = Money(minorUnits: 4_00, .euro)
    let limits = PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 500_00, .euro))
    let till = PurseDescriptor(
      id: try PurseID(bytes: Array(repeating: 4, count: PurseID.size)), scheme: ChipperPurse.scheme,
      paymentClass: .cashLike, brand: "chipper", bank: "chipper", provider: bank, role: .receive, limits: limits,
      properties: ChipperPurse.properties(.euro, locks: false), expires: nil)
    let option = PaymentOption(
      of: till, amount: amount, particulars: ByteString(ChipperPayee(module: module).canonicalBytes))
    var generator = SystemRandomNumberGenerator()
    let offer = PaymentOffer(
      reference: PaymentReference(digest: PurseWorld.reference("new")), payee: payee.publicKey, options: [option],
      choice: .systemOnly, demands: PaymentDemands(), nonce: Nonce(using: &generator), issued: PurseWorld.now,
      notAfter: PurseWorld.now.advanced(by: Span(seconds: 600)))
    let selection = PaymentSelection(
      offer: offer.digest, option: 0, amount: amount, payer: payer.publicKey, particulars: ByteString([]),
      issued: PurseWorld.now)
    let confirmation = PaymentConfirmation(
      selection: selection.digest, payee: payee.publicKey, particulars: ByteString([]), issued: PurseWorld.now)
    return try AgreedPayment(
      verifying: PaymentAgreement(
        offer: SignedStatement(offer, signedBy: [payee]), selection: SignedStatement(selection, signedBy: [payer]),
        confirmation: SignedStatement(confirmation, signedBy: [payee])),
      payee: payee.thumbprint
    ).terms
  }

  /// The module gives the receipt of a number again whatever it is shown it for, so a payer that shows an old payment with a made-up offer
  /// must not get as far as that.
  @Test func aWordCountsOnlyForWhatTheModuleHasOrdered() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    try await PurseFlow(world).load(5000, purse.terminal)
    let old = try await PurseFlow(world).offer(.purchase, 4_00, purse.terminal, at: module.terminal, for: "old")
    let paid = try await purse.terminal.carryOut(old, order: module.terminal.order(old))
    #expect(try await module.terminal.complete(paid) != nil)
    // As the old offer, for what is to be paid now.
    var fields = try ByteString(json: old.json).bytes
    let place = try #require(
      fields.indices.first { fields[$0...].starts(with: PurseWorld.reference("old").bytes) })
    fields.replaceSubrange(place..<place + Digest.size, with: PurseWorld.reference("new").bytes)
    let forged = try PurseOffer(json: ByteString(fields).json)
    let number = try await module.terminal.select().number
    var side = try ChipperPayeeSide(Self.terms(number))
    let (offer, word) = (ChipperWord.offer(forged).canonicalBytes, ChipperWord.completion(paid).canonicalBytes)
    try side.judge(offer)
    #expect(side.handle(.token(offer)).count == 1)
    #expect(throws: Refusal.self) { try side.judge(word) }
    // The module would have gone for it.
    #expect(try await module.terminal.complete(paid) != nil)
    await #expect(throws: Refusal.self) { try await module.terminal.order(forged) }
    _ = side.handle(.answer("order \(forged.terms.number)", ChipperAnswer.order(old.seal).canonicalBytes))
    try side.judge(word)
  }
}

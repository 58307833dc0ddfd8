import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

/// Offer, selection and confirmation count only together, and only as they were signed.
@Suite struct PaymentAgreementTests {
  @Test func threeStatementsThatHangTogetherAreAnAgreement() throws {
    let agreed = try TestAgreement().verified()
    #expect(agreed.terms.amount == Money(minorUnits: 100, .euro))
    #expect(try PaymentAgreement(canonicalBytes: agreed.agreement.canonicalBytes) == agreed.agreement)
  }

  @Test func aMixtureOfTwoIsNone() throws {
    let (one, two) = (try TestAgreement(), try TestAgreement())
    for mixed in [
      PaymentAgreement(
        offer: two.offer.signed, selection: one.selection.signed, confirmation: one.confirmation.signed),
      PaymentAgreement(
        offer: one.offer.signed, selection: two.selection.signed, confirmation: one.confirmation.signed),
      PaymentAgreement(
        offer: one.offer.signed, selection: one.selection.signed, confirmation: two.confirmation.signed),
    ] {
      #expect(throws: Refusal.self) { try AgreedPayment(verifying: mixed, payee: one.payee.thumbprint) }
    }
  }

  @Test func anotherPayeeThanTheDealsIsRefused() throws {
    let agreement = try TestAgreement()
    let refusal = #expect(throws: Refusal.self) {
      try AgreedPayment(verifying: agreement.agreement, payee: SigningKey().thumbprint)
    }
    #expect(refusal?.code == .wrongSigner)
  }

  /// A list that was shortened on its way is another offer, so nothing that was agreed on it fits the whole one.
  @Test func aStrippedOfferDoesNotFit() throws {
    let options = [TestAgreement.option(SchemeID("first", 1)), TestAgreement.option(SchemeID("second", 1))]
    let whole = try TestAgreement(options: options)
    let stripped = try TestAgreement(options: [options[1]])
    let mixed = PaymentAgreement(
      offer: whole.offer.signed, selection: stripped.selection.signed, confirmation: stripped.confirmation.signed)
    let refusal = #expect(throws: Refusal.self) {
      try AgreedPayment(verifying: mixed, payee: whole.payee.thumbprint)
    }
    #expect(refusal?.code == .wrongSigner || refusal?.code == .notAsOffered)
  }

  @Test(arguments: [
    (ChoiceMode.systemOnly, Int64(100), true), (.systemOnly, 101, false), (.systemOnly, 99, false),
    (.systemAndAmount, 100, true), (.systemAndAmount, 500, true), (.systemAndAmount, 99, false),
    (.systemAndAmount, 1_001, false), (.free, 1, true), (.free, 1_000, true), (.free, 1_001, false),
  ])
  func theChoiceModeSaysWhichAmountsAreLeft(_ mode: ChoiceMode, _ units: Int64, _ fits: Bool) throws {
    let agreement = try TestAgreement(choice: mode, paying: units)
    let isGood = (try? agreement.verified()) != nil
    #expect(isGood == fits)
  }

  @Test func anOptionThatIsNotThereIsRefused() throws {
    #expect(throws: Refusal.self) { try TestAgreement(option: 1).verified() }
  }

  @Test(
    arguments: [
      (PaymentDemands(), TestAgreement.properties(), nil),
      (PaymentDemands(anonymity: .anonymous), TestAgreement.properties(), RefusalCode.notAnonymous),
      (PaymentDemands(anonymity: .anonymous), TestAgreement.properties(.anonymous), nil),
      (PaymentDemands(needsLock: true), TestAgreement.properties(), .lockMissing),
      (PaymentDemands(needsLock: true), TestAgreement.properties(.none, .record), nil),
      (
        PaymentDemands(needsLock: true, lockFor: Span(seconds: 61)),
        TestAgreement.properties(.none, .hold(Span(seconds: 60))), .lockMissing
      ),
      (
        PaymentDemands(needsLock: true, lockFor: Span(seconds: 60)),
        TestAgreement.properties(.none, .hold(Span(seconds: 60))), nil
      ),
    ] as [(PaymentDemands, PaymentProperties, RefusalCode?)])
  func demandsAreMetOrRefusedByName(
    _ demands: PaymentDemands, _ properties: PaymentProperties, _ code: RefusalCode?
  ) {
    var found: RefusalCode?
    do { try demands.require(properties) } catch { found = error.code }
    #expect(found == code)
  }

  @Test(arguments: ["ecash/0", "ecash", "ecash/01", "Ecash/1", "/1", "ecash/1/2", "ecash/1000", "e cash/1"])
  func aSchemeHasOneForm(_ text: String) {
    #expect(throws: (any Error).self) { try SchemeID(text: text) }
    #expect(SchemeID("ecash", 1).description == "ecash/1")
  }
}

import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// What a judge who knows the gateway's key takes for a proof of a card payment, and what it does not: each thing that is refused here
/// is rightly signed and wrong in one thing.
@Suite struct EvidenceTests {
  private let agreed: CardAgreement
  private let word: GatewayWord
  private let elsewhere: GatewayWord

  init() throws {
    agreed = try CardAgreement()
    word = GatewayWord(agreed)
    elsewhere = word.about(try LocalID(bytes: [9]))
  }

  /// Why a claim is refused; `nil` where it is proven.
  private func refused(
    _ claim: PaymentClaim, _ proofs: [PaymentProof], refund: SignedStatement? = nil
  ) -> RefusalCode? {
    let evidence = PaymentEvidence(
      claim: claim, agreement: agreed.agreement, refund: refund, tokens: [], proofs: proofs)
    do {
      try SETSide.judge(evidence, trusting: PaymentProviders([agreed.gateway.publicKey]))
      return nil
    } catch { return error.code }
  }

  @Test func whatIsPaidWasCapturedForTheAgreedAmount() throws {
    let part = word.of(2_400)
    for proof in [try word.approval(), try word.standing(), try word.capture(), try part.capture()] {
      #expect(refused(.paid, [proof]) == nil, "\(proof.form)")
    }
    let bad: [(String, [PaymentProof])] = [
      ("nothing", []), ("two words", [try word.approval(), try word.approval()]),
      ("another order's approval", [try elsewhere.approval()]),
      ("another order's standing", [try elsewhere.standing()]),
      ("another order's capture", [try elsewhere.capture()]),
      ("no order's", [try word.about(nil).approval()]),
      ("held", [try word.approval(capture: nil)]), ("held, as it stands", [try word.standing(capture: nil)]),
      ("declined", [try word.approval(.declined)]), ("declined, as it stands", [try word.standing(.declined)]),
      ("not known", [try word.standing(nil)]),
      ("not captured", [try word.approval(capture: .batchClosed)]),
      ("not captured, as it stands", [try word.standing(capture: .batchClosed)]),
      ("a capture that failed", [try word.capture(.authExpired)]),
      ("two captures", [try word.capture(items: 2)]), ("no capture", [try word.capture(items: 0)]),
      ("a part", [try part.approval()]), ("a part, as it stands", [try part.standing()]),
      ("a void", [try word.void()]), ("an error", [try word.error()]),
    ]
    for (name, proofs) in bad { #expect(refused(.paid, proofs) == .proofInvalid, "\(name)") }
  }

  @Test func whatIsUnpaidTheIssuerHasDeclined() throws {
    #expect(try refused(.unpaid, [word.approval(.declined, capture: nil)]) == nil)
    #expect(try refused(.unpaid, [word.standing(nil)]) == nil)
    let bad: [(String, PaymentProof)] = [
      ("captured", try word.approval()), ("held", try word.approval(capture: nil)), ("stands", try word.standing()),
      ("another order's", try elsewhere.approval(.declined, capture: nil)),
      ("a capture that failed, and can come again", try word.capture(.unspecifiedFailure)),
      ("a void", try word.void()), ("an error", try word.error()),
    ]
    for (name, proof) in bad { #expect(refused(.unpaid, [proof]) == .proofInvalid, "\(name)") }
  }

  @Test func whatWasGivenBackIsThisRefundOfThisOrder() throws {
    let refund = try agreed.refund(1_000)
    let name = try RRPID(bytes: Array(refund.digest.bytes.prefix(20)))
    let other = try RRPID(bytes: Array(agreed.refund(1_000).digest.bytes.prefix(20)))
    let back = word.of(1_000)
    #expect(try refused(.refunded, [back.credit(named: name)], refund: refund) == nil)
    #expect(try refused(.refunded, [back.credit(named: name)]) == .proofInvalid, "no statement of the payee's")
    let bad: [(String, PaymentProof)] = [
      ("another order's", try back.about(LocalID(bytes: [9])).credit(named: name)),
      ("not credited", try back.credit(Credit.self, .originalProcessed, named: name)),
      ("another amount", try word.of(999).credit(named: name)),
      ("another refund of the same amount", try back.credit(named: other)),
      ("a credit that was undone", try back.credit(CreditReversal.self, named: name)),
      ("a capture that was undone", try back.credit(CaptureReversal.self, named: name)),
      ("a capture", try back.capture()),
    ]
    for (name, proof) in bad { #expect(refused(.refunded, [proof], refund: refund) == .proofInvalid, "\(name)") }
  }

  /// What the payer's own side concludes from the merchant's answer.
  @Test func aPaymentEndsByAWordOnItAndItsAmount() throws {
    let words = SETWords(gateway: agreed.gateway.publicKey)
    func end(_ proof: PaymentProof) throws(Refusal) -> PaymentConclusion {
      try words.read(proof).conclusion(of: CardAgreement.amount, under: agreed.terms, proof)
    }
    func refused(_ proof: PaymentProof) -> RefusalCode? {
      do {
        _ = try end(proof)
        return nil
      } catch { return error.code }
    }
    let (settled, held) = (try word.approval(), try word.approval(capture: nil))
    #expect(try end(settled) == .settled(CardAgreement.amount, [settled]))
    #expect(try end(held) == .held(CardAgreement.amount, [held]))
    guard case .refused(let refusal, _) = try end(word.approval(.declined, capture: nil)) else {
      return #expect(Bool(false), "nothing was approved")
    }
    #expect(refusal.code == .insufficientFunds)
    #expect(try refused(elsewhere.approval()) == .proofInvalid)
    #expect(try refused(elsewhere.approval(.declined, capture: nil)) == .proofInvalid)
    #expect(try refused(word.of(2_501).approval()) == .amountMismatch)
    #expect(try refused(word.of(2_499).standing()) == .amountMismatch)
  }

  // MARK: Whose word it is

  @Test func aWordIsSignedByTheGatewayAloneAndBare() throws {
    let (key, stranger) = (agreed.gateway, SigningKey())
    let (type, bytes) = (ErrorData.contentType, word.refusal.derBytes)
    let holder = CMSSigner.holder(of: key.publicKey)
    func refused(_ data: CMSSignedData, _ form: String = "set-error") -> RefusalCode? {
      do {
        _ = try SETWords(gateway: key.publicKey).read(PaymentProof(form: form, bytes: data.derBytes))
        return nil
      } catch { return error.code }
    }
    let honest = try CMSSignedData(type, bytes, by: [(holder, key)])
    #expect(refused(honest) == nil)
    #expect(refused(honest, "set-other") == .proofInvalid)
    #expect(refused(honest, "set-cap-res") == .proofInvalid)
    // An empty sequence stands for a certificate.
    let certified = try CMSSignedData(type, bytes, by: [(holder, key)], certificates: [[0x30, 0]])
    #expect(refused(certified) == .proofInvalid)
    let twice = try CMSSignedData(type, bytes, by: [(holder, key), (.holder(of: stranger.publicKey), key)])
    #expect(refused(twice) == .proofInvalid)
    #expect(try refused(CMSSignedData(type, bytes, by: [(holder, stranger)])) == .proofInvalid)
    let detached = try CMSSignedData(type, bytes, by: [(holder, key)], isDetached: true)
    #expect(refused(detached) == .proofInvalid)
  }

  @Test func aMessageIsSignedByTheGatewaysKeyOnce() throws {
    let (key, stranger) = (agreed.gateway, SigningKey())
    let (type, bytes) = (ErrorData.contentType, word.refusal.derBytes)
    func refused(_ signers: [(CMSSigner, SigningKey)]) throws -> SETCheck? {
      let message = try Signed<ErrorData>(derBytes: CMSSignedData(type, bytes, by: signers).derBytes)
      return try check { _ = try message.content(byKey: key.publicKey) }
    }
    let (own, other) = (CMSSigner.holder(of: key.publicKey), CMSSigner.holder(of: stranger.publicKey))
    #expect(try refused([(own, key)]) == nil)
    #expect(try refused([(other, key)]) == nil, "under whichever name")
    #expect(try refused([(own, stranger)]) == .signature)
    #expect(try refused([(own, key), (other, key)]) == .signature)
  }
}

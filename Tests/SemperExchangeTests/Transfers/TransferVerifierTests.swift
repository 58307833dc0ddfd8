import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperExchange

@Suite struct TransferVerifierTests {
  private func refusal(
    _ letter: TransferLetter, _ parcel: Parcel, to number: Int = 0, from peer: Thumbprint? = nil,
    openedWith key: SealingKey? = nil
  ) -> RefusalCode? {
    let recipient = parcel.recipients[number]
    return #expect(throws: Refusal.self) {
      try TransferVerifier.letter(
        letter, to: recipient.key.thumbprint, from: peer, openedWith: key ?? recipient.sealing)
    }?.code
  }

  @Test(arguments: [true, false], [true, false])
  func aGoodLetterOpens(_ signs: Bool, _ isConfidential: Bool) async throws {
    let parcel = try Parcel(options: TransferOptions(signsOrigin: signs, isConfidential: isConfidential))
    for (number, recipient) in parcel.recipients.enumerated() {
      let arrived = try TransferVerifier.letter(
        await parcel.letter(number), to: recipient.key.thumbprint, from: parcel.sender.thumbprint,
        openedWith: recipient.sealing)
      #expect(arrived.package == parcel.order.package)
    }
  }

  @Test func nobodyOutsideCanReadAConfidentialPackage() async throws {
    let parcel = try Parcel(text: "the secret words")
    let letter = try await parcel.letter()
    #expect(!String(decoding: letter.body.bytes, as: UTF8.self).contains("secret"))
    #expect(refusal(letter, parcel, openedWith: SealingKey()) == .lockInvalid)
    // Nor with the envelope of another recipient.
    #expect(refusal(try await parcel.letter(1), parcel) == .lockInvalid)
  }

  @Test func aChangedBodyIsRefused() async throws {
    let parcel = try Parcel()
    let letter = try await parcel.letter()
    var body = letter.body.bytes
    body[3] ^= 1
    let changed = TransferLetter(manifest: letter.manifest, envelope: letter.envelope, body: ByteString(body))
    #expect(refusal(changed, parcel) == .goodsInvalid)
    let longer = TransferLetter(
      manifest: letter.manifest, envelope: letter.envelope, body: ByteString(letter.body.bytes + [0]))
    #expect(refusal(longer, parcel) == .goodsInvalid)
  }

  /// A sender that seals one recipient another key than the manifest names would give it another plaintext.
  @Test func aKeyThatTheManifestDoesNotNameIsRefused() async throws {
    let parcel = try Parcel()
    let letter = try await parcel.letter()
    let other = try Parcel(seed: 99)
    let manifest = letter.journalledManifest
    let envelope = try TransferEnvelope.seal(
      other.order.key, in: manifest, for: parcel.recipients[0].key.thumbprint,
      to: parcel.recipients[0].sealing.publicKey)
    #expect(
      refusal(TransferLetter(manifest: letter.manifest, envelope: envelope, body: letter.body), parcel) == .lockInvalid)
    // Also when the bytes would open: AES-GCM does not commit to its key.
    let recipient = parcel.recipients[0]
    #expect(
      TransferEnvelope.open(envelope, of: manifest, for: recipient.key.thumbprint, with: recipient.sealing) == nil)
  }

  @Test func anEnvelopeMovedIntoAnotherTransferDoesNotOpen() async throws {
    let parcel = try Parcel()
    let letter = try await parcel.letter()
    let thief = SigningKey()
    let stolen = letter.journalledManifest
    let copy = try TransferManifest(
      id: stolen.id, sender: thief.publicKey, recipients: stolen.recipients, form: stolen.form,
      package: stolen.package, length: stolen.length, key: stolen.key, asksReceipt: true, issued: stolen.issued,
      closes: stolen.closes)
    let signed = try VerifiedStatement(signing: copy, with: [thief]).signed
    #expect(
      refusal(TransferLetter(manifest: .signed(signed), envelope: letter.envelope, body: letter.body), parcel)
        == .lockInvalid)
  }

  @Test func anUnsignedManifestCountsOverItsSendersChannelOnly() async throws {
    let parcel = try Parcel(options: TransferOptions(signsOrigin: false))
    let letter = try await parcel.letter()
    #expect(refusal(letter, parcel) == .wrongSigner)
    #expect(refusal(letter, parcel, from: parcel.outsider.thumbprint) == .wrongSigner)
  }

  @Test func aLetterToOthersIsRefused() async throws {
    let parcel = try Parcel()
    let letter = try await parcel.letter()
    let code = #expect(throws: Refusal.self) {
      try TransferVerifier.letter(
        letter, to: parcel.outsider.thumbprint, from: nil, openedWith: parcel.recipients[0].sealing)
    }?.code
    #expect(code == .notAParty)
  }

  @Test func anEnvelopeWithoutASealedPackageIsRefused() async throws {
    let parcel = try Parcel(options: TransferOptions(isConfidential: false))
    let letter = try await parcel.letter()
    let odd = TransferLetter(manifest: letter.manifest, envelope: ByteString([1]), body: letter.body)
    #expect(refusal(odd, parcel) == .malformed)
  }

  @Test func repliesAndTokensAreThoseOfThisTransfer() async throws {
    let parcel = try Parcel(withAgent: true)
    let manifest = try await parcel.prepared().content
    let other = try await Parcel(seed: 77).prepared().content
    let key = parcel.recipients[0].key.thumbprint
    func code(_ body: () throws -> Void) -> RefusalCode? { #expect(throws: Refusal.self, performing: body)?.code }
    try TransferVerifier.reply(.kept(parcel.receipt(0, for: manifest)), to: manifest, from: key)
    #expect(code { try TransferVerifier.reply(.kept(nil), to: manifest, from: key) } == .malformed)
    #expect(
      code { try TransferVerifier.reply(.kept(parcel.receipt(1, for: manifest)), to: manifest, from: key) }
        == .wrongSigner)
    #expect(
      code { try TransferVerifier.reply(.kept(parcel.receipt(0, for: other)), to: manifest, from: key) }
        == .notAsOffered)
    let agent = parcel.agent.publicKey
    _ = try TransferVerifier.submission(parcel.submission(0, of: manifest), of: manifest, to: key, by: agent)
    #expect(
      code {
        _ = try TransferVerifier.submission(parcel.submission(1, of: manifest), of: manifest, to: key, by: agent)
      } == .notAsOffered)
    #expect(
      code { _ = try TransferVerifier.transport(parcel.transport(0, of: other), of: manifest, to: key, by: agent) }
        == .notAsOffered)
    #expect(
      code {
        _ = try TransferVerifier.transport(
          parcel.transport(0, of: manifest), of: manifest, to: key, by: parcel.outsider.publicKey)
      } == .badSignature)
  }

  @Test func lettersReadBackAsThemselvesAndNoOthersDo() async throws {
    for signs in [true, false] {
      let letter = try await Parcel(options: TransferOptions(signsOrigin: signs)).letter()
      let bytes = letter.canonicalBytes
      #expect(try TransferLetter(canonicalBytes: bytes, limits: TransferLetter.limits) == letter)
    }
    #expect(throws: CodingError.self) { try TransferLetter(json: .fields(["body": "AA".json])) }
  }

  @Test func manifestsAreBounded() throws {
    let key = SigningKey()
    let others = (0..<64).map { Thumbprint.numbered($0) }
    _ = try Parcel.manifest(from: key, to: others)
    #expect(throws: CodingError.self) { try Parcel.manifest(from: key, to: others + [Thumbprint.numbered(64)]) }
    #expect(throws: CodingError.self) { try Parcel.manifest(from: key, to: []) }
    #expect(throws: CodingError.self) { try Parcel.manifest(from: key, to: [others[0], others[0]]) }
    #expect(throws: CodingError.self) { try Parcel.manifest(from: key, to: [key.thumbprint]) }
  }
}

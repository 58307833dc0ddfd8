import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import Testing

@Suite("Statements that count only with an opening")
struct ConditionalStatementTests {
  let key = SigningKey(.es256)
  let secret: OpeningSecret
  let exchange: SemperModel.Digest
  let receipt: Receipt

  init() throws {
    var generator = SeededGenerator(3)
    secret = OpeningSecret(using: &generator)
    exchange = try Digest(bytes: generator.bytes(32))
    receipt = Receipt(
      deal: ID(using: &generator), article: try HumanText("A course"), amount: Money(minorUnits: 1200, .euro),
      payee: key.thumbprint, issued: Timestamp(seconds: 1_800_000_000))
  }

  var content: ConditionalStatement {
    get throws {
      try ConditionalStatement(
        exchange: exchange, path: "receipt", document: receipt.documentDigest,
        opening: secret.opening(for: "receipt").digest, signer: key.thumbprint)
    }
  }

  @Test("a receipt and its statement say the same after a journey, and count with the opening")
  func roundTrip() throws {
    #expect(try Receipt(canonicalBytes: receipt.canonicalBytes) == receipt)
    let sent = try VerifiedStatement(signing: content, with: [key])
    let received = try VerifiedStatement<ConditionalStatement>(
      verifying: SignedStatement(bytes: sent.signed.canonicalBytes), keys: KeySet([key.publicKey]))
    #expect(received.content == sent.content)
    let opening = secret.opening(for: "receipt")
    #expect(received.content.counts(with: opening))
    try received.content.check(opening: opening, document: receipt)
    try received.content.check(document: receipt)
  }

  @Test("another opening or another document does not make it count")
  func refused() throws {
    let content = try content
    #expect(!content.counts(with: secret.opening(for: "data")))
    #expect { try content.check(opening: secret.opening(for: "data"), document: receipt) } throws: {
      ($0 as? Refusal)?.code == .lockInvalid
    }
    let dearer = Receipt(
      deal: receipt.deal, article: receipt.article, amount: Money(minorUnits: 1201, .euro), payee: receipt.payee,
      issued: receipt.issued)
    #expect { try content.check(opening: secret.opening(for: "receipt"), document: dearer) } throws: {
      ($0 as? Refusal)?.code == .notAsOffered
    }
  }

  @Test("it names no deal, so that the arbiter cannot link it")
  func unlinkable() throws {
    let object = try #require(CanonicalJSON.decode(content.payload).object)
    #expect(
      object.members.map(\.name) == ["document", "exchange", "kind", "opening", "path", "signer", "signers", "v"])
  }

  @Test("a statement by another key than its signer is refused")
  func wrongSigner() throws {
    let other = SigningKey(.ed25519)
    #expect(throws: CryptographyError.self) { try VerifiedStatement(signing: content, with: [other]) }
  }

  @Test("malformed members are refused")
  func malformed() throws {
    let object = try #require(content.json.object)
    for (name, value) in [
      ("path", "".json), ("path", String(repeating: "p", count: 201).json), ("path", "a\u{202E}b".json),
      ("opening", "sha-256:AA".json), ("deal", "x".json), ("signer", nil), ("exchange", nil),
    ] as [(String, JSON?)] {
      #expect(throws: CodingError.self) { try ConditionalStatement(json: .object(object.with(name, value))) }
    }
    let fields = try #require(receipt.json.object)
    for (name, value) in [
      ("amount", nil), ("deal", "AA".json), ("issued", "yesterday".json), ("more", 1.json),
    ] as [(String, JSON?)] {
      #expect(throws: CodingError.self) { try Receipt(json: .object(fields.with(name, value))) }
    }
  }
}

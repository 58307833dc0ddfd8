import Logging
import SemperArchive
import SemperCardNetwork
import SemperChipper
import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperPayments
import SemperSET
import SemperStatements
import SemperTesting
import SemperWallet
import Testing

@testable import SemperServers

/// Who prints what holds a secret learns nothing, however it is printed. `SecretRule` finds who should have promised that and has not.
@Suite struct DiscretionTests {
  private static let secret = [UInt8](101...132)

  private static func expectNothing<Value>(
    _ secrets: [[UInt8]] = [secret], words: [String] = [], in value: Value, at place: SourceLocation = #_sourceLocation
  ) {
    let found = SecretSearch.findings(of: secrets, words: words, in: value)
    #expect(found.isEmpty, "\(Value.self) tells \(found)", sourceLocation: place)
  }

  /// Without this nobody would know whether the search sees anything.
  @Test func theSearchFindsWhatIsThere() throws {
    struct Open { let bytes = DiscretionTests.secret }
    struct Half: CustomStringConvertible {
      let bytes = DiscretionTests.secret
      var description: String { "half" }
    }
    #expect(SecretSearch.findings(of: [Self.secret], in: Open()).count == 7)
    // A description alone does not keep the parts from a dump.
    #expect(!SecretSearch.findings(of: [Self.secret], in: Half()).isEmpty)
    let digits = "65666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F8081828384"
    for text in [Base64URL.encode(Self.secret), "\(Self.secret)", digits, digits.lowercased()] {
      #expect(!SecretSearch.findings(of: Self.secret, inText: "a \(text) z").isEmpty, "\(text)")
    }
    #expect(!SecretSearch.findings(words: ["word"], in: ["a word"]).isEmpty)
  }

  @Test func keysTellNothing() throws {
    let secret = Self.secret
    for algorithm in SigningKey.Algorithm.allCases {
      Self.expectNothing(in: try SigningKey(algorithm, rawRepresentation: secret))
    }
    let sealing = try SealingKey(rawRepresentation: secret)
    Self.expectNothing([secret, sealing.rawRepresentation], in: sealing)
    Self.expectNothing([Array(secret.prefix(16))], in: try CMACKey(bytes: Array(secret.prefix(16))))
    Self.expectNothing(in: ChunkCipher(key: secret))
    let transport = try TransportKey(bits: 2048)
    Self.expectNothing([Array(transport.derRepresentation.suffix(64))], in: transport)
    let blind = try BlindSigningKey(bits: 2048)
    Self.expectNothing([Array(try blind.derRepresentation().suffix(64))], in: blind)
    let derived = KeyDerivation.bytes(from: secret, for: .masterKey, context: Array("key store".utf8))
    Self.expectNothing([secret, derived], in: KeyWrap(master: secret))
    Self.expectNothing(in: MessageSeal(key: secret))
    Self.expectNothing(in: try CardPairing(secret: secret))
    Self.expectNothing(in: try StreamKey(bytes: secret))
    Self.expectNothing(in: try TransferKey(bytes: secret))
  }

  @Test func whatKeysComeFromTellsNothing() throws {
    let secret = Self.secret
    Self.expectNothing(in: WalletKeys(seed: secret))
    Self.expectNothing(in: PartyKeys(seed: secret))
    Self.expectNothing(in: PaymentKeys(payee: SigningKey(), secret: secret))
    Self.expectNothing(in: try OpeningSecret(bytes: secret))
    Self.expectNothing(in: try ItemOpening(bytes: secret))
    Self.expectNothing(in: try ContentSecret(bytes: secret))
    let (transfer, coin) = (SigningKey(), SigningKey().publicKey)
    Self.expectNothing([try transfer.agreed(with: coin)], in: try RefreshLink(transfer: transfer, coin: coin))
    Self.expectNothing(
      in: CredentialDraft(
        type: "ticket", holder: coin, claims: JSONObject([]), issued: Timestamp(seconds: 0),
        expires: Timestamp(seconds: 1), secret: secret))
    Self.expectNothing(
      in: GoodsPreparation(
        records: InMemoryArchive().records, directory: "", seed: secret, workers: 1, logger: CapturedLog().logger))
  }

  @Test func tablesOfCardsTellNothing() throws {
    Self.expectNothing(in: IssuedCards(key: Self.secret))
    Self.expectNothing(in: CardFile(key: Self.secret))
    Self.expectNothing(in: AcquirerFile(key: Self.secret))
    let card = try PaymentCard.test(4711, expiry: "3012")
    Self.expectNothing([], words: [card.number], in: card)
    #expect("\(card)".hasSuffix(card.number.suffix(4)))
    let block: [UInt8] = [0x24, 0x25, 0x80, 255]
    Self.expectNothing([block], words: ["2580"], in: try #require(PIN("2580")))
  }

  @Test func whoeverComesInTellsNothing() throws {
    var counter = Counting()
    let session = DeskSession(using: &counter)
    #expect(session.cookie == Base64URL.encode([UInt8](1...32)))
    Self.expectNothing([[UInt8](1...32), [UInt8](33...64)], in: session)
    let entrance = DeskEntrance(at: Timestamp(seconds: 0), open: Span(seconds: 1))
    Self.expectNothing([], words: [entrance.secret, entrance.place], in: entrance)
    let application = try CertificateApplication(
      json: .fields(["request": ByteString([1]).json, "token": "a token for one".json]))
    Self.expectNothing([], words: ["a token"], in: application)
    Self.expectNothing([], words: ["0815"], in: TokenAccess(library: "/lib", label: "bank", pin: "0815"))
  }

  private struct Counting: RandomNumberGenerator {
    private var last: UInt64 = 0

    mutating func next() -> UInt64 {
      last += 1
      return last
    }
  }
}

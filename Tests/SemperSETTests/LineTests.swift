import SemperArchive
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// What cardholders and merchants take for an answer over HTTP. What is none leaves open what has become of the request.
@Suite struct LineTests {
  /// Somebody who answers everything alike.
  private struct Saying: Transport {
    let reply: ReceivedReply

    init(_ status: Int, _ type: String, _ body: [UInt8]) {
      reply = ReceivedReply(status: status, contentType: type, headers: [:], body: body)
    }

    init(_ refusal: RefusalCode) {
      let body = CanonicalJSON.encode(Refusal(refusal, blame: .provider, "no").json)
      self.init(503, "application/problem+json", body)
    }

    func send(_ request: Request, to address: Address, largest: Int, within: Span) async throws -> ReceivedReply {
      reply
    }

    func stream(
      _ request: Request, to address: Address, largest: Int, within: Span,
      head: @escaping @Sendable (ReceivedReply) async throws -> Void,
      _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
    ) async throws -> ReceivedReply {
      try await head(reply)
      try await piece(reply.body[...])
      return reply
    }
  }

  private static let json = "application/json"

  private var address: Address { get throws { try Address("http://127.0.0.1:1") } }

  /// Why there is no answer: the transport's code, or the refusal's.
  private func failure(_ body: () async throws -> Void) async throws -> String? {
    do {
      try await body()
      return nil
    } catch let error as TransportError {
      return error.code.rawValue
    } catch let refusal as Refusal {
      return refusal.code.rawValue
    }
  }

  @Test func aMessageOfSETComesWithItsTypeAndWithoutAnyExcuse() async throws {
    let media = SETMedia.payment.rawValue
    func answer(_ said: Saying) async throws -> String? {
      let line = SETClient(transport: said, address: try address, media: .payment)
      return try await failure {
        let answer = try await line.answer([1])
        #expect(answer == [0x30, 0x00])
      }
    }
    #expect(try await answer(Saying(200, media, [0x30, 0x00])) == nil)
    #expect(try await answer(Saying(500, media, [0x30, 0x00])) == "interrupted")
    #expect(try await answer(Saying(200, "text/html", [0x30, 0x00])) == "interrupted")
    #expect(try await answer(Saying(.unavailable)) == "interrupted")
  }

  @Test func aGatewaysWordOnALockIsNoneUnderAnotherStatus() async throws {
    let market = try await Market.shared.value
    let terms = LockOf(market).terms
    let receipt = LockReceipt(
      terms: terms, ledger: market.gateway.ledger, operation: try ID(bytes: Array(repeating: 1, count: 16)),
      issued: Market.now)
    let word = try SignedStatement(receipt, signedBy: [market.gateway.configuration.identity.key])
    func answer(_ said: Saying) async throws -> String? {
      let line = CardGatewayClient(transport: said, address: try address, word: market.gateway.word)
      return try await failure {
        let receipt = try await line.receipt(of: terms)
        #expect(receipt == word)
      }
    }
    let body = LockWord(word).canonicalBytes
    #expect(try await answer(Saying(200, Self.json, body)) == nil)
    #expect(try await answer(Saying(500, Self.json, body)) == "interrupted")
    #expect(try await answer(Saying(200, Self.json, Array(body.dropLast()))) == "malformed")
    // A gateway that is busy has not refused; one that knows no such lock has.
    #expect(try await answer(Saying(.unavailable)) == "interrupted")
    #expect(try await answer(Saying(.unknownLock)) == RefusalCode.unknownLock.rawValue)
  }

  @Test func aBanksAnswerIsAboutTheAccountThatWasAskedFor() async throws {
    let (key, other, name) = (SigningKey(), SigningKey(), SigningKey())
    let bank = Bank(
      records: InMemoryArchive().records, name: name.thumbprint, currency: .euro, grant: Money(minorUnits: 1, .euro))
    func state(_ key: SigningKey) async throws -> [UInt8] {
      var generator = SystemRandomNumberGenerator()
      let opening = AccountOpening(
        key: key.publicKey, bank: bank.name, currency: .euro, operation: ID(using: &generator), issued: Market.now)
      return try await bank.open(SignedStatement(opening, signedBy: [key]), now: Market.now).canonicalBytes
    }
    func answer(_ said: Saying) async throws -> String? {
      let line = CardBankClient(transport: said, address: try address, bank: name.publicKey)
      return try await failure { _ = try await line.account(of: key, now: Market.now) }
    }
    #expect(try await answer(Saying(200, Self.json, state(key))) == nil)
    #expect(try await answer(Saying(200, Self.json, state(other))) == "malformed")
    #expect(try await answer(Saying(500, Self.json, state(key))) == "interrupted")
    #expect(try await answer(Saying(.overloaded)) == "interrupted")
    #expect(try await answer(Saying(.unknownAccount)) == RefusalCode.unknownAccount.rawValue)
  }

  @Test func aBrandIsTheOneThatTheBankVouchesFor() async throws {
    let market = try await Market.shared.value
    let (bank, stranger) = (SigningKey(), SigningKey())
    let notice = BrandNotice(
      brand: market.ceremony.brand, root: market.ceremony.root.certificate, gateway: market.gatewayTransport)
    func answer(_ said: Saying) async throws -> String? {
      let line = CardBankClient(transport: said, address: try address, bank: bank.publicKey)
      return try await failure {
        let brand = try await line.brand(at: Market.now)
        #expect(brand.gatewayThumb == market.merchant.gateway.transport.thumb)
      }
    }
    let signed = try Signed(notice, by: bank).derBytes
    #expect(try await answer(Saying(200, "application/octet-stream", signed)) == nil)
    #expect(try await answer(Saying(503, "application/octet-stream", signed)) == "interrupted")
    let forged = try Signed(notice, by: stranger).derBytes
    #expect(try await answer(Saying(200, "application/octet-stream", forged)) == RefusalCode.badSignature.rawValue)
  }
}

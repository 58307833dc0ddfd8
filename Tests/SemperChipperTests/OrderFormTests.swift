import CardTrials
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import Testing

@testable import SemperChipper

/// What account holders order of a bank, and how it comes: wallets, shops and banks of different versions meet in these forms.
@Suite struct OrderFormTests {
  private static let account = SigningKey()
  private static let bank = SigningKey()

  @Test func anOrderNamesBankAccountAndWhomToSealTo() throws {
    try expectForm(of: PurseLetter.self, "purse-order")
    try expectForm(of: ModuleLetter.self, "module-order")
  }

  private func expectForm<Letter: BankLetter>(of letter: Letter.Type, _ kind: String) throws {
    func text(_ value: some CanonicalValue) -> String { String(decoding: value.canonicalBytes, as: UTF8.self) }
    let (bank, account, reply) = (Self.bank.thumbprint, Self.account.publicKey, SealingKey().publicKey)
    let order = LetterOrder<Letter>(bank: bank, key: account, reply: reply, issued: PurseWorld.now)
    let expected = """
      {"bank":"\(bank)","iat":"\(PurseWorld.now)","key":\(text(account)),"kind":"\(kind)","reply":\(text(reply)),\
      "signers":["\(account.thumbprint)"],"v":1}
      """
    #expect(String(decoding: order.payload, as: UTF8.self) == expected)
  }

  @Test func lettersOpenAsTheyAreSealed() async throws {
    let module = #"{"module":"0000000000000007","secret":"AQID"}"#
    let letter: ModuleLetter = try await Self.ordered(at: "/purses/modules", module, sealed: .moduleLetter)
    #expect(letter.module == CardNumber(7) && letter.secret.bytes == [1, 2, 3])
    let purse = #"{"card":"AQID","expires":"\#(PurseWorld.now)","pin":"0042"}"#
    let other: PurseLetter = try await Self.ordered(at: "/purses/cards", purse, sealed: .purseLetter)
    #expect(other.card.bytes == [1, 2, 3] && other.pin == "0042" && other.expires == PurseWorld.now)
    await #expect(throws: TransportError.self) {
      let _: ModuleLetter = try await Self.ordered(at: "/purses/modules", module, sealed: .purseLetter)
    }
  }

  /// What a customer gets of a bank that answers whatever is ordered with this text.
  private static func ordered<Letter: BankLetter>(
    at path: String, _ text: String, sealed purpose: DigestPurpose
  ) async throws -> Letter {
    let route = Route(.post, path, summary: "A letter.", limits: RouteLimits(body: 8 << 10)) { request, _ in
      let order = try SignedStatement(canonicalBytes: request.body)
      let reply = try VerifiedStatement<LetterOrder<Letter>>(verifying: order, keys: KeySet()).content.reply
      return .json(
        ByteString(
          try reply.seal(
            Array(text.utf8), for: purpose, context: bank.thumbprint.bytes, authenticating: order.digest.bytes)))
    }
    let line = BankLine(
      transport: InProcessTransport([ModuleBank.address: [route]]), address: ModuleBank.address, bank: bank.publicKey)
    return try await line.letter(for: account, now: PurseWorld.now)
  }
}

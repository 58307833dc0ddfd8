import Logging
import SemperArchive
import SemperBank
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import Testing

/// What a payment manager has a purse of coins do for itself.
@Suite struct OwnOperationTests {
  private static let day: Int64 = 86_400

  /// Nobody is on the other side of these operations.
  private struct NoCarrier: PaymentCarrier {
    func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
      throw Refusal(.notSupported, blame: .us, "nothing is to be said to anybody")
    }
  }

  private static func manager(_ wallet: Wallet) throws -> (PaymentManager, PurseID) {
    let manager = PaymentManager(
      PaymentSurroundings(
        archive: wallet.archive, keys: PaymentKeys(payee: SigningKey(), secret: Wallet.random(32)),
        carrier: NoCarrier(), time: wallet.host.clock,
        logger: Logger(label: "payments") { _ in SwiftLogNoOpLogHandler() }))
    let id = try PurseID(bytes: Array(repeating: 1, count: PurseID.size))
    try manager.install(
      EcashPaymentPurse(id, purse: wallet.purse, bank: "mint", limits: PurseLimits(euro(1), euro(50_00))))
    return (manager, id)
  }

  /// Runs a manager as long as something is done with it.
  private static func running<Value: Sendable>(
    _ manager: PaymentManager, _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    let living = Task { await manager.run() }
    defer { living.cancel() }
    return try await body()
  }

  private static func key(_ name: String) -> IdempotencyKey {
    IdempotencyKey(
      secret: Array(repeating: 1, count: 32),
      reference: PaymentReference(digest: Digest(plain: Array(name.utf8))), verb: name)
  }

  /// The small keys, whose time ends, and five others after them.
  private static func successors() throws -> MintKeys {
    let before = MintHost.smallKeys.list
    let begin = MintHost.begin.advanced(by: Span(seconds: 90 * day))
    let entries = try (0..<5).map { exponent in
      try DenominationKey(
        denomination: Denomination(exponent: exponent), key: MintHost.signingKeys[5 + exponent].publicKey,
        announced: MintHost.begin, notBefore: begin, withdrawEnd: begin.advanced(by: Span(seconds: 90 * day)),
        spendEnd: begin.advanced(by: Span(seconds: 300 * day)), legalEnd: begin.advanced(by: Span(seconds: 900 * day)))
    }
    let content = MintKeyList(
      mint: MintHost.key.thumbprint, currency: .euro, number: 1, previous: before.digest,
      keys: before.content.keys + entries, issued: MintHost.begin)
    return MintKeys(try VerifiedStatement(signing: content, with: [MintHost.key]))
  }

  @Test func coinsWhoseKeysEndAreExchanged() async throws {
    let host = MintHost(keys: MintHost.smallKeys)
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(31))
    let (manager, purse) = try Self.manager(wallet)
    let exchanged = try await Self.running(manager) {
      // Nothing ends yet.
      let idle = try await manager.outcome(of: manager.exchange(purse, key: Self.key("early")))
      #expect(idle.state == .settled && idle.amount == euro(0))
      host.clock.advance(by: Span(seconds: 91 * Self.day))
      host.mint.adopt(try Self.successors(), signer: LocalBlindSigner(keys: MintHost.signingKeys, threads: 2))
      return try await manager.outcome(of: manager.exchange(purse, key: Self.key("due")))
    }
    #expect(exchanged.state == .settled && exchanged.amount == euro(31))
    // What is fresh stays as it is.
    #expect(try await wallet.purse.exchange() == euro(0))
    #expect(try await wallet.purse.balance().available == euro(31))
    #expect(try await host.balance(.coins) == 31)
    try await host.checkBooks()
  }

  @Test func aLostPurseIsRestored() async throws {
    let host = MintHost(keys: MintHost.smallKeys)
    let lost = try Wallet(host)
    try await host.openAccount(lost.account)
    try await lost.purse.withdraw(euro(23))
    let found = try Wallet(host, seed: lost.seed, account: lost.account)
    let (manager, purse) = try Self.manager(found)
    let status = try await Self.running(manager) {
      try await manager.outcome(of: manager.restore(purse, key: Self.key("restore")))
    }
    #expect(status.state == .settled && status.amount == euro(23))
    #expect(try await found.purse.balance().available == euro(23))
    try await host.checkBooks()
  }
}

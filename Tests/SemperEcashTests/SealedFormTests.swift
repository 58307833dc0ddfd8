import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperEcash

/// What a payment in sealed coins cannot be, whoever made it.
@Suite struct SealedFormTests {
  private func wallet(_ keys: MintKeys = MintHost.keys) async throws -> Wallet {
    let wallet = try Wallet(MintHost(keys: keys))
    try await wallet.host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(31))
    return wallet
  }

  /// The payer could not have its coins back where the mint honours no seals.
  @Test func coinsAreSealedWhereTheMintHonoursIt() async throws {
    let silent = try MintHost.keyList(MintHost.signingKeys, from: MintHost.begin, seals: false)
    for keys in [silent, MintHost.refreshKeys] {
      let wallet = try await wallet(keys)
      let terms = try TestLock(wallet.deals, payee: SigningKey().thumbprint, cents: 5).terms
      #expect(await refusalCode { _ = try await wallet.purse.seal(terms) } == .notSupported)
      #expect(try await wallet.purse.balance().available == euro(31))
    }
  }

  @Test func whatWasNeverSealedIsNotHadBack() async throws {
    let wallet = try await wallet()
    let terms = try TestLock(wallet.deals, payee: SigningKey().thumbprint, cents: 5).terms
    let abort = try wallet.deals.decision(.aborted, on: terms.exchange)
    #expect(await refusalCode { _ = try await wallet.purse.refund(sealed: terms, with: abort) } == .unknownLock)
    #expect(await refusalCode { _ = try await wallet.purse.sealed(terms) } == .unknownLock)
    #expect(try await wallet.purse.balance().available == euro(31))
  }

  /// The payer would take back what the payee has been paid.
  @Test func coinsThatCouldBeTakenBackAreNoPayment() async throws {
    let wallet = try await wallet()
    let fit = try TestLock(wallet.deals, payee: SigningKey().thumbprint, cents: 5).terms
    let terms = LockTerms(
      exchange: fit.exchange, path: fit.path, opening: fit.opening, amount: fit.amount, payee: fit.payee,
      refund: fit.refund, arbiter: fit.arbiter, rule: fit.rule, settlement: Span(seconds: 60))
    for (terms, expected) in [(terms, RefusalCode.lockInvalid), (fit, nil)] {
      let payment = try await wallet.purse.seal(terms)
      #expect(
        await refusalCode {
          try payment.check(wallet.host.keys, until: wallet.host.clock.now().advanced(by: Span(seconds: 60)))
        } == expected)
    }
  }

  @Test func aPaymentHoldsAsManyCoinsAsARequest() async throws {
    let deals = DealKeys()
    let terms = try TestLock(deals, payee: SigningKey().thumbprint).terms
    let key = MintHost.keys.list.content.keys[0]
    func payment(_ count: Int) -> SealedPayment {
      SealedPayment(
        terms: terms,
        coins: (0..<count).map { _ in
          Coin(
            key: key.id, spend: SigningKey().publicKey, signature: [1], seal: SealedPayment.seal(terms))
        })
    }
    // Fewer are looked at, and found to be too old.
    for (count, expected) in [(MintLimits.coins, RefusalCode.expired), (MintLimits.coins + 1, .coinInvalid)] {
      #expect(await refusalCode { try payment(count).check(MintHost.keys, until: key.spendEnd) } == expected)
    }
    func reads(_ count: Int) throws -> Bool {
      do {
        return try SealedPayment(json: payment(count).json).coins.count == count
      } catch {
        return false
      }
    }
    #expect(try reads(1) && reads(MintLimits.coins))
    #expect(try !reads(0) && !reads(MintLimits.coins + 1))
  }
}

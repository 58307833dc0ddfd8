import SemperArchive
import SemperBank
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperStatements
import Testing

@testable import SemperServers

/// What pays and is paid at a bank that has coins and accounts: every lock that the bank signs can be claimed.
@Suite struct PartyBankTillTests {
  private let clock = VirtualTime(now: Timestamp(seconds: 1_800_000_000))
  private let payer = SigningKey()
  private let payee = SigningKey()
  private let party = SigningKey()
  private let arbiter = SigningKey().publicKey
  private let client: MintClient
  private let till: PartyBankTill
  private let purse: PartyBankPurse

  init() async throws {
    let (archive, key) = (InMemoryArchive(), SigningKey())
    let keyring = try await MintKeyring.open(
      records: archive.records, keyStore: archive.keys, key: key,
      configuration: MintConfiguration(keyBits: 2048, exponents: 0...3), now: clock.now())
    let mint = Mint(
      bank: Bank(
        records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: 10_00, .euro)),
      key: key, keys: keyring.keys, signer: LocalBlindSigner(keys: keyring.signingKeys, threads: 2))
    let address = try Address("http://127.0.0.1:8701")
    let transport = InProcessTransport([
      address: BankRoutes(mint: mint, lists: KeyListPublication(records: archive.records), time: clock).routes
    ])
    let desk = AccountLockClient(transport: transport, address: address, bank: key.publicKey)
    let (arbiter, clock, payee, party) = (arbiter, clock, payee, party)
    // Nothing here needs the mint's keys, so no auditor vouches for them.
    let client = MintClient(transport: transport, address: address, mint: key.publicKey, auditors: .keys([]))
    self.client = client
    @Sendable func known(_ thumbprint: Thumbprint) -> PublicKey? { thumbprint == arbiter.thumbprint ? arbiter : nil }
    func account(_ key: SigningKey, _ party: SigningKey) -> AccountPurse {
      AccountPurse(desk: desk, account: key, payee: party, refund: party, time: clock) { known($0) }
    }
    till = PartyBankTill(
      coins: EcashTill(
        records: InMemoryArchive().records, client: client, key: party, account: payee.thumbprint, time: clock
      ) { known($0) }, account: account(payee, party))
    purse = PartyBankPurse(coins: nil, account: account(payer, payer))
    for key in [payer, payee] {
      _ = try await client.openAccount(
        for: key, currency: .euro, operation: EcashPurse.systemOperation(), now: clock.now())
    }
  }

  private func terms(_ opening: ItemOpening, settlement: Span? = nil) -> LockTerms {
    LockTerms(
      exchange: "an exchange".documentDigest, path: "proposer/1-money", opening: opening.digest,
      amount: Money(minorUnits: 5_00, .euro), payee: party.thumbprint, refund: payer.thumbprint,
      arbiter: arbiter.thumbprint, rule: .payment, settlement: settlement)
  }

  private var opening: ItemOpening {
    var generator = SystemRandomNumberGenerator()
    return OpeningSecret(using: &generator).opening(for: "proposer/1-money")
  }

  private func balance(of key: SigningKey) async throws -> Money {
    try await client.account(of: key, now: clock.now()).balance
  }

  /// Its receipt looks like one for coins, so who claims does not have to know.
  @Test func whatAnAccountLocksForGoodIsClaimedLikeCoins() async throws {
    let opening = opening
    let terms = terms(opening)
    _ = try await purse.account.lock(terms)
    _ = try await till.claim(terms, with: .opening(opening))
    #expect(try await balance(of: payee) == Money(minorUnits: 15_00, .euro))
    #expect(try await balance(of: payer) == Money(minorUnits: 5_00, .euro))
  }

  @Test func aLockThatNobodyHasMadeIsClaimedByNeither() async throws {
    let opening = opening
    let failure = await #expect(throws: MintFailure.self) {
      try await till.claim(terms(opening), with: .opening(opening))
    }
    #expect(failure?.refusal?.code == .unknownLock)
    #expect(try await balance(of: payee) == Money(minorUnits: 10_00, .euro))
  }

  @Test func whoHasNoCoinsLocksNoneByMistake() async throws {
    let coinless = await #expect(throws: Refusal.self) { try await purse.lock(terms(opening)) }
    #expect(coinless?.code == .limitExceeded)
  }

  @Test func moneyThatCanBeTakenBackIsClaimedAndWaits() async throws {
    let opening = opening
    let terms = terms(opening, settlement: Span(seconds: 60))
    _ = try await purse.lock(terms)
    #expect(try await purse.ending(of: terms) == nil)
    let outcome = try await till.claim(terms, with: .opening(opening))
    #expect(try await purse.ending(of: terms) == outcome)
    #expect(try await balance(of: payee) == Money(minorUnits: 10_00, .euro))
    clock.advance(by: Span(seconds: 61))
    #expect(try await balance(of: payee) == Money(minorUnits: 15_00, .euro))
    #expect(try await balance(of: payer) == Money(minorUnits: 5_00, .euro))
  }

  @Test func aDividedLockOfAnAccountPaysItsPart() async throws {
    let terms = terms(opening, settlement: Span(seconds: 60))
    _ = try await purse.lock(terms)
    let word = try await purse.divide(
      terms, paid: Money(minorUnits: 2_00, .euro), agreement: terms.exchange,
      until: clock.now().advanced(by: Span(seconds: 60)))
    #expect(try await till.settle(word.signed).content.ending == .settled)
    #expect(try await balance(of: payee) == Money(minorUnits: 12_00, .euro))
    #expect(try await balance(of: payer) == Money(minorUnits: 8_00, .euro))
  }
}

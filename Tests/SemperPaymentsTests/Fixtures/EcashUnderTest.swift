import SemperArchive
import SemperBank
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting
import Synchronization

/// A mint with a payer's purse and a payee's till, each of which can be restarted.
final class EcashUnderTest: PaymentSystemUnderTest {
  static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  static let seed = (0..<32).map { UInt8($0) }
  static let deals = TestDeals()

  let paymentClass = PaymentClass.cashLike
  let currency = Currency.euro
  let grant: Int64 = 100_00
  let largest: Int64 = 60_00
  let time: VirtualTime
  private let change: ChangeRule
  private let bank = Mutex<Mint?>(nil)
  private let coins = Mutex<EcashPurse?>(nil)

  init(time: VirtualTime, change: ChangeRule = .free) {
    self.time = time
    self.change = change
  }

  static func key(_ party: PaymentParty) -> SigningKey {
    guard let key = accounts[party] else { preconditionFailure("both have accounts") }
    return key
  }

  var providers: PaymentProviders { PaymentProviders([TestMint.key.publicKey]) }

  func mint() throws -> Mint {
    guard let mint = bank.withLock({ $0 }) else { throw TransportError(.unreachable, "the bank is down") }
    return mint
  }

  func openBank(_ archive: InMemoryArchive) async throws {
    let opened = Mint(
      bank: Bank(
        records: archive.records, name: TestMint.key.thumbprint, currency: currency,
        grant: Money(minorUnits: grant, currency)),
      key: TestMint.key, keys: change == .free ? TestMint.keys : TestMint.refreshKeys, signer: PromptSigner())
    for (index, party) in PaymentParty.allCases.enumerated() {
      let opening = AccountOpening(
        key: Self.key(party).publicKey, bank: TestMint.key.thumbprint, currency: currency,
        operation: try ID(bytes: Array(repeating: UInt8(index), count: 16)), issued: time.now())
      _ = try await opened.bank.open(SignedStatement(opening, signedBy: [Self.key(party)]), now: time.now())
    }
    bank.withLock { $0 = opened }
  }

  private var client: MintClient {
    get throws {
      MintClient(
        transport: MintLine(system: self), address: try Address("http://127.0.0.1:1"), mint: TestMint.key.publicKey,
        auditors: .keys([TestMint.auditor.publicKey]))
    }
  }

  private var limits: PurseLimits { PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: largest, currency)) }

  func purse(_ archive: InMemoryArchive) throws -> any PaymentPurse {
    let purse = EcashPurse(
      records: archive.records, client: try self.client, seed: Self.seed, account: Self.key(.payer), keys: Self.deals,
      time: time)
    coins.withLock { $0 = purse }
    return EcashPaymentPurse(
      try PurseID(bytes: Array(repeating: 3, count: PurseID.size)), purse: purse, bank: "mint", limits: limits)
  }

  func till(_ archive: InMemoryArchive) throws -> any PaymentPurse {
    let (client, key) = (try self.client, Self.key(.payee))
    let till = EcashTill(
      records: archive.records, client: client, key: key, account: key.thumbprint, time: time,
      arbiterKey: { Self.deals.arbiterKey($0) })
    return EcashPaymentTill(
      try PurseID(bytes: Array(repeating: 4, count: PurseID.size)), client: client, account: key, till: till,
      bank: "mint", limits: limits, time: time)
  }

  func wealth(of party: PaymentParty) async throws -> Int64 {
    let currency = currency
    let own = try await mint().records.read { reader in
      try Ledger.balance(of: .customer(Self.key(party).thumbprint), in: currency, reader) ?? 0
    }
    guard party == .payer, let purse = coins.withLock({ $0 }) else { return own }
    let held = try await purse.balance()
    return own + held.available.minorUnits + held.inFlight.minorUnits
  }

  func total() async throws -> Int64 {
    let currency = currency
    return try await mint().records.read { reader in
      let accounts: [LedgerAccount] = [
        .customer(Self.key(.payer).thumbprint), .customer(Self.key(.payee).thumbprint), .locks, .coins, .refreshes,
        .fees,
      ]
      return try accounts.reduce(0) { try $0 + (Ledger.balance(of: $1, in: currency, reader) ?? 0) }
    }
  }

  func findings() async throws -> [String] { try await mint().audit().findings.map(\.description) }
}

/// The line to the mint as it is now.
struct MintLine: Transport {
  let system: EcashUnderTest

  func send(_ request: Request, to address: Address, largest: Int, within: Span) async throws -> ReceivedReply {
    try await MintAnswering(mint: system.mint(), now: system.time.now()).reply(to: request)
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    throw TransportError(.malformed, "a mint streams nothing")
  }
}

/// Signs at once: a world of the crash law does not see what works on threads of its own.
private struct PromptSigner: BlindSigner {
  private static let keys = Dictionary(uniqueKeysWithValues: TestMint.signingKeys.map { ($0.publicKey.id, $0) })

  func sign(_ outputs: [BlindedOutput]) throws -> [[UInt8]] {
    try outputs.map { output in
      guard let key = Self.keys[output.key] else {
        throw CryptographyError(.invalidKey, "the mint has no private key \(output.key)")
      }
      return try key.sign(output.blinded)
    }
  }
}

package import SemperArchive
import SemperBank
import SemperCommunication
package import SemperCryptography
package import SemperEcash
package import SemperEngine
package import SemperModel
package import SemperPayments
package import SemperTesting
import Synchronization

/// A mint with a payer's purse and a payee's till, each of which can be restarted.
package final class EcashUnderTest: LockingSystem {
  package static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  package static let seed = (0..<32).map { UInt8($0) }

  package let scheme = EcashPaymentPurse.scheme
  package let paymentClass = PaymentClass.cashLike
  package let currency = Currency.euro
  package let grant: Int64 = 100_00
  package let largest: Int64 = 60_00
  package let time: VirtualTime
  package let tap = BankTap()
  package let deals = TestDeals()
  package let payee = EcashUnderTest.key(.payee).thumbprint
  package let mostFees: Int64
  private let keys: MintKeys
  private let bank = Mutex<Mint?>(nil)
  private let coins = Mutex<EcashPurse?>(nil)
  private let claims = Mutex<EcashTill?>(nil)

  package init(time: VirtualTime, _ rules: TestMint.Rules = TestMint.Rules(.free)) throws {
    self.time = time
    keys = try Self.lists.keys(rules)
    let (fees, coins) = (rules.fees, 40 as Int64)
    mostFees = coins * max(fees.withdraw, fees.deposit, fees.refresh)
  }

  private static let lists = Lists()

  package static func key(_ party: PaymentParty) -> SigningKey {
    guard let key = accounts[party] else { preconditionFailure("both have accounts") }
    return key
  }

  package var providers: PaymentProviders { PaymentProviders([TestMint.key.publicKey]) }

  package func mint() throws -> Mint {
    guard let mint = bank.withLock({ $0 }) else { throw TransportError(.unreachable, "the bank is down") }
    return mint
  }

  package func openBank(_ archive: any Archive) async throws {
    let opened = Mint(
      bank: Bank(
        records: archive.records, name: TestMint.key.thumbprint, currency: currency,
        grant: Money(minorUnits: grant, currency)),
      key: TestMint.key, keys: keys, signer: PromptSigner())
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

  package func purse(_ archive: any Archive) throws -> any PaymentPurse {
    let purse = EcashPurse(
      records: archive.records, client: try self.client, seed: Self.seed, account: Self.key(.payer), keys: deals,
      time: time)
    coins.withLock { $0 = purse }
    return EcashPaymentPurse(
      try PurseID(bytes: Array(repeating: 3, count: PurseID.size)), purse: purse, bank: "mint", limits: limits)
  }

  package func till(_ archive: any Archive) throws -> any PaymentPurse {
    let (client, key) = (try self.client, Self.key(.payee))
    let till = EcashTill(
      records: archive.records, client: client, key: key, account: key.thumbprint, time: time,
      arbiterKey: { [deals] in deals.arbiterKey($0) })
    claims.withLock { $0 = till }
    return EcashPaymentTill(
      try PurseID(bytes: Array(repeating: 4, count: PurseID.size)), client: client, account: key, till: till,
      bank: "mint", limits: limits, time: time)
  }

  package func wealth(of party: PaymentParty) async throws -> Int64 {
    let currency = currency
    let own = try await mint().records.read { reader in
      try Ledger.balance(of: .customer(Self.key(party).thumbprint), in: currency, reader) ?? 0
    }
    guard party == .payer, let purse = coins.withLock({ $0 }) else { return own }
    let coins = try await purse.balance()
    return try await own + coins.available.minorUnits + coins.inFlight.minorUnits + held()
  }

  package func finish() async throws {
    for recovery in try await coins.withLock({ $0 })?.recover() ?? [] {
      if case .unknown(let why) = recovery.end { throw TransportError(.unreachable, why) }
    }
  }

  /// What is sealed is still the payer's, too.
  package func held() async throws -> Int64 {
    try await balance(.locks) + (coins.withLock { $0 }?.sealedUnits() ?? 0)
  }

  package func sealing() throws -> SealingEnds? {
    guard keys.list.content.change == .free else { return nil }
    guard let purse = coins.withLock({ $0 }), let till = claims.withLock({ $0 }) else {
      throw TransportError(.unreachable, "the purse or the till is not open yet")
    }
    return SealingEnds(purse: purse, till: till, keys: keys)
  }

  package func fees() async throws -> Int64 { try await balance(.fees) }

  private func balance(_ account: LedgerAccount) async throws -> Int64 {
    let currency = currency
    return try await mint().records.read { try Ledger.balance(of: account, in: currency, $0) ?? 0 }
  }

  package func total() async throws -> Int64 {
    let currency = currency
    return try await mint().records.read { reader in
      let accounts: [LedgerAccount] = [
        .customer(Self.key(.payer).thumbprint), .customer(Self.key(.payee).thumbprint), .locks, .coins, .refreshes,
        .fees,
      ]
      return try accounts.reduce(0) { try $0 + (Ledger.balance(of: $1, in: currency, reader) ?? 0) }
    }
  }

  package func findings() async throws -> [String] { try await mint().audit().findings.map(\.description) }
}

/// The line to the mint as it is now.
struct MintLine: Transport {
  let system: EcashUnderTest

  func send(_ request: Request, to address: Address, largest: Int, within: Span) async throws -> ReceivedReply {
    let reply = try await system.tap.say(request.body) { body in
      var request = request
      request.body = body
      return try await MintAnswering(mint: system.mint(), now: system.time.now()).reply(to: request)
    }
    return ReceivedReply(
      status: reply.status, contentType: reply.contentType, headers: reply.headers, body: system.tap.hear(reply.body))
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    throw TransportError(.malformed, "a mint streams nothing")
  }
}

/// The key lists by rules, each signed once.
private final class Lists: Sendable {
  private let made = Mutex<[TestMint.Rules: MintKeys]>([:])

  func keys(_ rules: TestMint.Rules) throws -> MintKeys {
    if let keys = made.withLock({ $0[rules] }) { return keys }
    let keys = try TestMint.keys(rules)
    made.withLock { $0[rules] = keys }
    return keys
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

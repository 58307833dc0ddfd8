import SemperArchive
import SemperBank
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms
import Synchronization

/// The real mint of a world with the buyer's purse and the seller's till, reached in the same process over bytes. It may
/// die; whoever asks it then gets no answer.
final class MintLedger: WorldLedger {
  static let grant = Money(minorUnits: 100_00, .euro)
  private static let exponents = 0...10
  /// One set of keys for all worlds, because generating is slow.
  private static let signingKeys: [BlindSigningKey] = {
    do { return try exponents.map { _ in try BlindSigningKey(bits: 2048) } } catch {
      preconditionFailure("keys cannot be made: \(error)")
    }
  }()

  private let fair: Fair
  private let time: VirtualTime
  private let keys: MintKeys
  private let account = SigningKey()
  private let mint = Mutex<Mint?>(nil)

  init(_ fair: Fair, time: VirtualTime) throws {
    self.fair = fair
    self.time = time
    let end = Fair.start.advanced(by: Fair.year)
    let entries = try zip(Self.exponents, Self.signingKeys).map { exponent, key in
      try DenominationKey(
        denomination: Denomination(exponent: exponent), key: key.publicKey, notBefore: Fair.start, withdrawEnd: end,
        spendEnd: end, legalEnd: end)
    }
    let list = MintKeyList(
      mint: fair.bankKey.thumbprint, currency: .euro, number: 0, previous: nil, keys: entries, issued: Fair.start)
    keys = try MintKeys(VerifiedStatement(signing: list, with: [fair.bankKey]))
  }

  /// A process of the mint starts.
  func serve(_ archive: InMemoryArchive) {
    let bank = Bank(
      records: archive.records, name: fair.bankKey.thumbprint, currency: .euro, grant: Self.grant)
    let served = Mint(bank: bank, key: fair.bankKey, keys: keys, signer: PromptSigner(keys: Self.signingKeys))
    mint.withLock { $0 = served }
  }

  func open(_ side: DealSide, _ archive: InMemoryArchive) async throws -> DealMoney {
    switch side {
    case .seller:
      try await patiently { try await self.openAccount(self.fair.sellerKey) }
      let arbiter = fair.arbiterKey.publicKey
      return .till(
        EcashTill(
          records: archive.records, client: try client(), key: fair.sellerKey, account: fair.sellerKey.thumbprint,
          time: time, arbiterKey: { $0 == arbiter.thumbprint ? arbiter : nil }))
    case .buyer:
      let purse = try purse(archive)
      try await patiently { try await self.openAccount(self.account) }
      // As a wallet does when it starts: first what a crash left open, then what is missing for the price.
      try await patiently {
        for report in try await purse.recover() {
          if case .unknown(let why) = report.end { throw TransportError(.interrupted, why) }
        }
      }
      try await patiently {
        let balance = try await purse.balance()
        let (held, customer) = (
          balance.available.minorUnits, try await self.balance(.customer(self.account.thumbprint))
        )
        if held == 0, customer == Self.grant.minorUnits {
          _ = try await purse.withdraw(Money(minorUnits: 15_00, .euro))
        }
      }
      return .purse(purse)
    }
  }

  func books(_ buyer: InMemoryArchive) async throws -> WorldBooks {
    let purse = try await purse(buyer).balance()
    let (locks, coins) = (try await balance(.locks), try await balance(.coins))
    let own = try await balance(.customer(account.thumbprint))
    let earned = try await balance(.customer(fair.sellerKey.thumbprint)) - Self.grant.minorUnits
    var complaint: String?
    if purse.inFlight.minorUnits != 0 { complaint = "\(purse.inFlight) are still in flight" }
    if purse.available.minorUnits != coins { complaint = "the purse holds \(purse.available), \(coins) cents are out" }
    if own + coins + locks + earned != Self.grant.minorUnits { complaint = "money has appeared or is lost" }
    let audit = try await mint.withLock { $0 }?.audit()
    if let finding = audit?.findings.first { complaint = "the audit finds: \(finding)" }
    let ending: LockOutcome.Ending? = locks > 0 ? nil : earned > 0 ? .claimed : .refunded
    return WorldBooks(endings: [ending], funds: own + purse.available.minorUnits, complaint: complaint)
  }

  private func balance(_ account: LedgerAccount) async throws -> Int64 {
    guard let mint = mint.withLock({ $0 }) else { throw TransportError(.interrupted, "there is no mint yet") }
    return try await mint.records.read { try Ledger.balance(of: account, in: .euro, $0) ?? 0 }
  }

  private func openAccount(_ key: SigningKey) async throws {
    guard let mint = mint.withLock({ $0 }) else { throw TransportError(.interrupted, "there is no mint yet") }
    // The account names its operation, so that asking again opens no second one.
    let operation = try ID<Operation>(bytes: Array(key.thumbprint.bytes.prefix(16)))
    let opening = AccountOpening(
      key: key.publicKey, bank: fair.bankKey.thumbprint, currency: .euro, operation: operation, issued: Fair.start)
    _ = try await mint.bank.open(SignedStatement(opening, signedBy: [key]), now: time.now())
  }

  private func purse(_ archive: InMemoryArchive) throws -> EcashPurse {
    EcashPurse(
      records: archive.records, client: try client(), seed: [UInt8](repeating: 5, count: 32), account: account,
      keys: BuyerKeys(fair: fair), time: time)
  }

  private func client() throws -> MintClient {
    MintClient(
      transport: NearTransport { (self.mint.withLock { $0 }, self.time.now()) },
      address: try Address("http://127.0.0.1:1"), mint: fair.bankKey.publicKey,
      auditors: .keys([NearTransport.auditor.publicKey]))
  }

  /// Again and again while there is no answer.
  private func patiently(_ body: () async throws -> Void) async throws {
    while true {
      do { return try await body() } catch {
        try Task.checkCancellation()
        try await time.wait(until: time.now().advanced(by: Span(seconds: 5)))
      }
    }
  }
}

private struct BuyerKeys: PurseKeys {
  let fair: Fair

  func refundKey(for terms: LockTerms) -> SigningKey? {
    terms.refund == fair.buyerKey.thumbprint ? fair.buyerKey : nil
  }

  func arbiterKey(_ thumbprint: Thumbprint) -> PublicKey? {
    thumbprint == fair.arbiterKey.thumbprint ? fair.arbiterKey.publicKey : nil
  }
}

/// Signs in the caller's own task, so that no time passes meanwhile where time is simulated.
private struct PromptSigner: BlindSigner {
  private let keys: [SemperModel.Digest: BlindSigningKey]

  init(keys: [BlindSigningKey]) {
    self.keys = Dictionary(keys.map { ($0.publicKey.id, $0) }) { first, _ in first }
  }

  func sign(_ outputs: [BlindedOutput]) async throws -> [[UInt8]] {
    try outputs.map { output in
      guard let key = keys[output.key] else { throw CryptographyError(.invalidKey, "the mint has no such key") }
      return try key.sign(output.blinded)
    }
  }
}

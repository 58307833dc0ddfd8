import SemperArchive
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import Synchronization

/// A payer's wallet whose process can be restarted, with the keys of its deals.
final class Wallet: Sendable {
  let host: MintHost
  let transport: FaultyTransport
  let seed: [UInt8]
  let account: SigningKey
  let deals: DealKeys
  private let running: Mutex<(archive: InMemoryArchive, purse: EcashPurse)>

  init(
    _ host: MintHost, seed: [UInt8] = Wallet.random(32), account: SigningKey = SigningKey(),
    transport: FaultyTransport? = nil, deals: DealKeys = DealKeys()
  ) throws {
    self.host = host
    self.deals = deals
    self.seed = seed
    self.account = account
    let transport = transport ?? FaultyTransport(host)
    self.transport = transport
    let archive = InMemoryArchive()
    let client = try Self.client(transport)
    running = Mutex(
      (
        archive,
        EcashPurse(
          records: archive.records, client: client, seed: seed, account: account, keys: deals, time: host.clock)
      ))
  }

  var purse: EcashPurse { running.withLock(\.purse) }
  var archive: InMemoryArchive { running.withLock(\.archive) }

  func restart(crash: CrashPoint? = nil) throws {
    let client = try Self.client(transport)
    running.withLock { running in
      let archive = running.archive.reopened(crash: crash)
      running = (
        archive,
        EcashPurse(
          records: archive.records, client: client, seed: seed, account: account, keys: deals, time: host.clock)
      )
    }
  }

  static func client(_ transport: any Transport) throws -> MintClient {
    MintClient(
      transport: transport, address: try Address("http://127.0.0.1:1"), mint: MintHost.key.publicKey,
      auditors: .keys([MintHost.auditor.publicKey]))
  }

  static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}

/// The refund keys of a wallet's deals and the arbiters that it knows.
struct DealKeys: PurseKeys {
  let refund = SigningKey()
  let arbiter = SigningKey()

  func refundKey(for terms: LockTerms) -> SigningKey? { terms.refund == refund.thumbprint ? refund : nil }
  func arbiterKey(_ thumbprint: Thumbprint) -> PublicKey? {
    thumbprint == arbiter.thumbprint ? arbiter.publicKey : nil
  }
}

extension DealKeys {
  /// A decision of the arbiter, or of whoever holds the key.
  func decision(
    _ verdict: ArbiterDecision.Verdict, on exchange: Digest, by key: SigningKey? = nil
  ) throws -> SignedStatement {
    let key = key ?? arbiter
    let commits = verdict == .aborted ? [] : [Digest(plain: [1]), Digest(plain: [2])]
    return try SignedStatement(
      ArbiterDecision(
        exchange: exchange, verdict: verdict, cause: .asked, commits: commits,
        closes: verdict.isFinal ? nil : MintHost.begin, proof: nil, arbiter: key.thumbprint, number: 0,
        previous: Digest(plain: []), issued: MintHost.begin), signedBy: [key])
  }
}

/// A lock between a payer and a payee.
struct TestLock {
  let secret: OpeningSecret
  let terms: LockTerms

  init(
    _ deals: DealKeys, payee: Thumbprint, cents: Int64 = 500, path: String = "payment",
    exchange: Digest = Digest(plain: Wallet.random(32)), rule: LockRule = .payment
  ) throws {
    secret = try OpeningSecret(bytes: Wallet.random(32))
    terms = LockTerms(
      exchange: exchange, path: path, opening: secret.opening(for: path).digest,
      amount: Money(minorUnits: cents, .euro), payee: payee, refund: deals.refund.thumbprint,
      arbiter: deals.arbiter.thumbprint, rule: rule)
  }

  var opening: ItemOpening { secret.opening(for: terms.path) }
}

func euro(_ cents: Int64) -> Money { Money(minorUnits: cents, .euro) }

import Foundation
import Glibc
import SemperArchiveSQLite
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET

/// A cardholder, a merchant and a gateway with an archive each, that pay as often as they are told.
struct CardLoad {
  /// Of one round; everything but times is for each payment.
  struct Result {
    /// Payments a second of the wall clock.
    let rate: Double
    /// How long each took.
    let seconds: [Double]
    let processorSeconds: Double
    let bytesSent: Double
    let messages: Double
    let bytesStored: Double
    let commits: Double
  }

  private struct StillTime: TimeSource {
    func now() async -> Timestamp { CardLoad.now }
    func wait(until time: Timestamp) async throws {}
  }

  private static let now = Timestamp(seconds: 1_800_000_000)
  private static let price = Money(minorUnits: 1, .euro)

  private let market: TestMarket
  private let archives: [SQLiteArchive]
  private let paths: [String]
  private let line: CountingLine
  private let till: CardTill
  private let purse: CardPurse
  private let refund = SigningKey()
  private let arbiter = SigningKey()

  init(in scratch: Scratch) async throws {
    paths = ["gateway", "merchant", "cardholder"].map { scratch.file("\($0).sqlite") }
    archives = try paths.map { try SQLiteArchive(path: $0, masterKey: [UInt8](repeating: 7, count: 32)) }
    var generator = SystemRandomNumberGenerator()
    market = try await TestMarket(
      records: archives[0].records, grant: Money(minorUnits: 1_000_000, .euro), using: &generator, at: Self.now)
    line = CountingLine(gateway: market.gateway)
    let nobody: @Sendable (Thumbprint) async throws -> PublicKey? = { _ in nil }
    till = CardTill(
      desk: market.merchant, gateway: line, records: archives[1].records, time: StillTime(), arbiterKey: nobody)
    purse = CardPurse(
      desk: market.cardholder, merchant: CountingMerchant(till: till, line: line), payee: market.merchant.merchant,
      gateway: line, refund: refund, records: archives[2].records, time: StillTime(), arbiterKey: nobody)
  }

  func close() throws { for archive in archives { try archive.close() } }

  /// Purchases that are captured at once: PInit, P, and Auth between them. The gateway's books are durable; what cardholder and
  /// merchant would write down is measured by the locks.
  func pay(_ count: Int, payers: Int) async throws -> Result {
    try await round(count, payers) {
      var generator = SystemRandomNumberGenerator()
      let now = Self.now
      let order = AgreedOrder(
        text: Array("1 course".utf8), amount: Self.price, payee: market.merchant.merchant,
        number: try LocalID(bytes: (0..<12).map { _ in UInt8.random(in: .min ... .max, using: &generator) }),
        language: try Language("en"))
      let (begun, first) = try market.cardholder.begin(order, using: &generator, at: now)
      let (open, second) = try market.merchant.open(first, order: order, using: &generator, at: now)
      let offered = try market.cardholder.offer(second, to: begun, at: now)
      let (sent, third) = try market.cardholder.purchase(offered, using: &generator, at: now)
      let received = try market.merchant.receive(third, for: open, at: now)
      let (asked, request) = try market.merchant.authorise(received, captureNow: true, using: &generator, at: now)
      let approval = try market.merchant.approval(try await line.answer(request, at: now), to: asked, at: now)
      let fourth = try market.merchant.result(received, PurchaseRecord(approval), at: now)
      for message in [first, second, third, fourth] { line.count(message) }
      let result = try market.cardholder.result(fourth, to: sent, at: now)
      guard result.captured == Self.price else { throw BenchmarkError("a payment was not captured") }
    }
  }

  /// Money of a card locked for an exchange and claimed with the opening; every party durable.
  func lock(_ count: Int, payers: Int) async throws -> Result {
    try await round(count, payers) {
      var generator = SystemRandomNumberGenerator()
      let opening = try ItemOpening(bytes: Nonce(using: &generator).bytes)
      let terms = LockTerms(
        exchange: try SemperModel.Digest(bytes: Nonce(using: &generator).bytes), path: "payment",
        opening: opening.digest, amount: Self.price, payee: till.payee, refund: refund.thumbprint,
        arbiter: arbiter.thumbprint, rule: .payment)
      _ = try await purse.lock(terms)
      let outcome = try await till.claim(terms, with: .opening(opening))
      guard outcome.content.ending == .claimed else { throw BenchmarkError("a lock was not claimed") }
    }
  }

  private func round(
    _ count: Int, _ payers: Int, _ payment: @escaping @Sendable () async throws -> Void
  ) async throws -> Result {
    let before = (sent: line.sent, stored: stored, commits: commits, processor: Self.processorSeconds)
    let start = ContinuousClock.now
    let seconds = try await withThrowingTaskGroup(of: [Double].self) { group in
      for payer in 0..<payers {
        group.addTask {
          var seconds: [Double] = []
          for _ in stride(from: payer, to: count, by: payers) {
            seconds.append(try await Clock.timeAsync { try await payment() })
          }
          return seconds
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let whole = Clock.seconds(since: start)
    let (each, sent) = (Double(count), line.sent)
    return Result(
      rate: each / whole, seconds: seconds, processorSeconds: (Self.processorSeconds - before.processor) / each,
      bytesSent: Double(sent.bytes - before.sent.bytes) / each,
      messages: Double(sent.messages - before.sent.messages) / each,
      bytesStored: Double(stored - before.stored) / each, commits: Double(commits - before.commits) / each)
  }

  private var commits: Int { archives.reduce(0) { $0 + $1.statistics.commits } }

  /// Pages that the databases hold, logs left out.
  private var stored: Int {
    paths.reduce(0) { sum, path in
      let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      return sum + (size ?? 0)
    }
  }

  /// Of the whole process.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

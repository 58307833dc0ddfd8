import SemperArchive
import SemperCoding
import SemperCommerce
import SemperEngine
import SemperModel
import SemperPayments

/// The meters of a shop's bills. One begins when a payer's card is ready to pay, and ends when the shop's owner says so, when the payer
/// has left, or when the bill's amount is reached. What stands in them is durable; a restarted shop goes on with them.
struct ShopMeters: Sendable {
  private static let meters = RecordTable("shop_meters")

  private let records: any Records
  private let time: any TimeSource
  private let news = Watchers()

  init(records: any Records, time: any TimeSource) {
    self.records = records
    self.time = time
  }

  /// Makes the meter of a bill that has one, before anybody hears of the bill.
  func make(for bill: Bill) async throws {
    guard let meter = bill.meter else { return }
    let (place, bytes) = (bill.reference.digest.bytes, RunningMeter(meter).canonicalBytes)
    _ = try await records.transact { try $0.insert(bytes, for: place, in: Self.meters) }
  }

  func isMetered(_ reference: PaymentReference) async throws -> Bool { try await meter(reference) != nil }

  private func meter(_ reference: PaymentReference) async throws -> RunningMeter? {
    try await records.read { try $0.value(reference.digest.bytes, in: Self.meters) }
      .map { try RunningMeter(canonicalBytes: $0) }
  }

  /// What is due in all, once more is due than was paid; what was paid, when no more will be.
  func due(_ reference: PaymentReference, paid: Money) async throws -> Money {
    try await begin(reference)
    while true {
      let wakings = news.wakings
      guard let meter = try await meter(reference) else {
        throw Refusal(.notSupported, blame: .us, "what is paid here is not metered")
      }
      switch meter.due(after: paid, at: await time.now()) {
      case .now(let total): return total
      case .over: return paid
      case .later(let moment):
        await withTaskGroup(of: Void.self) { [news, time] group in
          group.addTask { try? await news.wait(after: wakings) }
          group.addTask { try? await time.wait(until: moment) }
          await group.next()
          group.cancelAll()
        }
        try Task.checkCancellation()
      }
    }
  }

  private func begin(_ reference: PaymentReference) async throws {
    let now = await time.now()
    try await change(reference) { $0.began = $0.began ?? now }
  }

  /// Ends a meter: what has begun is still due, and no more. Refuses (`notFound`) what has none.
  func end(_ reference: PaymentReference) async throws {
    guard try await isMetered(reference) else {
      throw Refusal(.notFound, blame: .us, "this bill has no meter; it is paid at once")
    }
    let now = await time.now()
    try await change(reference) { $0.ended = $0.ended ?? now }
    news.wake()
  }

  private func change(_ reference: PaymentReference, _ body: @escaping @Sendable (inout RunningMeter) -> Void)
    async throws
  {
    let place = reference.digest.bytes
    try await records.transact { transaction in
      guard let before = try transaction.value(place, in: Self.meters) else { return }
      var meter = try RunningMeter(canonicalBytes: before)
      body(&meter)
      if meter.canonicalBytes != before { try transaction.set(meter.canonicalBytes, for: place, in: Self.meters) }
    }
  }
}

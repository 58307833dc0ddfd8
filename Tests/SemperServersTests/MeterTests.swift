import SemperCoding
import SemperCommerce
import SemperModel
import Testing

@testable import SemperServers

/// What a meter says is due, moment by moment.
@Suite struct MeterTests {
  private static let start = Timestamp(seconds: 1_800_000_000)

  private static func money(_ cents: Int64) -> Money { Money(minorUnits: cents, .euro) }

  private static func meter(endedAfter end: Int64? = nil, every: Int64 = 60) throws -> RunningMeter {
    var meter = RunningMeter(try BillMeter(price: money(10), every: Span(seconds: every)))
    meter.began = start
    meter.ended = end.map { after($0) }
    return meter
  }

  private static func after(_ seconds: Int64) -> Timestamp { start.advanced(by: Span(seconds: seconds)) }

  /// Seconds since the beginning, cents that were paid, and what is due.
  private static let running: [(Int64, Int64, RunningMeter.Due)] = [
    (0, 0, .now(money(10))),
    (59, 0, .now(money(10))),
    (0, 10, .later(after(60))),
    (59, 10, .later(after(60))),
    (60, 10, .now(money(20))),
    (119, 10, .now(money(20))),
    // A whole span went by unpaid: the payer has left.
    (60, 0, .over),
    (120, 10, .over),
    (86_400, 10, .over),
  ]

  @Test(arguments: MeterTests.running)
  func oneSpanAfterTheOther(_ seconds: Int64, _ paid: Int64, _ due: RunningMeter.Due) throws {
    #expect(try Self.meter().due(after: Self.money(paid), at: Self.after(seconds)) == due)
  }

  /// A payment may take longer than a short span.
  @Test func shortSpansAreWaitedFor() throws {
    let meter = try Self.meter(every: 1)
    #expect(meter.due(after: Self.money(10), at: Self.after(30)) == .now(Self.money(20)))
    #expect(meter.due(after: Self.money(10), at: Self.after(31)) == .over)
  }

  /// What had begun before the end is due, and nothing that begins with it or later.
  private static let ending: [(end: Int64, seconds: Int64, paid: Int64, due: RunningMeter.Due)] = [
    (0, 0, 0, .over),
    (30, 30, 0, .now(money(10))),
    (30, 30, 10, .over),
    (60, 60, 10, .over),
    (61, 61, 10, .now(money(20))),
  ]

  @Test func anEndEndsWhatHasNotBegun() throws {
    for (end, seconds, paid, due) in Self.ending {
      let meter = try Self.meter(endedAfter: end)
      #expect(meter.due(after: Self.money(paid), at: Self.after(seconds)) == due, "\(end) \(seconds) \(paid)")
    }
  }

  @Test func aMeterCountsSomethingForSomeTime() throws {
    for (price, seconds) in [(0, 60), (10, 0), (10, 86_401)] as [(Int64, Int64)] {
      #expect(throws: (any Error).self) { try BillMeter(price: Self.money(price), every: Span(seconds: seconds)) }
    }
    let meter = try Self.meter(endedAfter: 7)
    #expect(try RunningMeter(canonicalBytes: meter.canonicalBytes) == meter)
    // More at once than the whole bill.
    let bill = Bill(
      id: try ID(bytes: Array(repeating: 1, count: 16)), title: try HumanText("Advice"), amount: Self.money(9),
      notAfter: Self.start, meter: meter.meter)
    #expect(throws: (any Error).self) { try Bill(canonicalBytes: bill.canonicalBytes) }
  }
}

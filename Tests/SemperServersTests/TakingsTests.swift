import Logging
import SemperArchive
import SemperEngine
import SemperModel
import SemperTesting
import Synchronization
import Testing

@testable import SemperServers

/// When a shop brings to the bank what its own module has taken.
@Suite struct TakingsTests {
  /// The bank of a module, which answers or not.
  private final class Bank: Sendable {
    private struct State {
      var isAway = false
      var times: [Int64] = []
    }

    private let state = Mutex(State())
    let time: VirtualTime
    private let start: Timestamp

    init(_ time: VirtualTime) { (self.time, start) = (time, time.now()) }

    var isAway: Bool {
      get { state.withLock(\.isAway) }
      set { state.withLock { $0.isAway = newValue } }
    }
    /// When it was asked, in seconds from the beginning.
    var times: [Int64] { state.withLock(\.times) }

    func bring() throws -> String {
      let now = time.now()
      return try state.withLock { state in
        state.times.append(now.seconds - start.seconds)
        guard !state.isAway else { throw Refusal(.unavailable, blame: .provider, "the bank is away") }
        return "credited"
      }
    }
  }

  private static let hour: Int64 = 3_600

  private let bank = Bank(VirtualTime(now: Timestamp(seconds: 1_800_000_000)))
  private let archive = InMemoryArchive()

  /// Runs a shop for so many seconds.
  private func run(for seconds: Int64, at other: Bank? = nil) async throws {
    let bank = other ?? self.bank
    let takings = Takings(
      records: archive.records, time: bank.time, every: Span(seconds: 24 * Self.hour), logger: Logger(label: "takings")
    ) {
      try bank.bring()
    }
    let end = bank.time.now().advanced(by: Span(seconds: seconds))
    let shop = Task { try await takings.run() }
    while true {
      while bank.time.waiting == 0 { await Task.yield() }
      guard let next = bank.time.nextWaking, next <= end else { break }
      bank.time.advance(to: next)
    }
    bank.time.advance(to: end)
    shop.cancel()
    await #expect(throws: CancellationError.self) { try await shop.value }
  }

  @Test func theyAreBroughtOnceInEachTime() async throws {
    try await run(for: 49 * Self.hour)
    #expect(bank.times == [24 * Self.hour, 48 * Self.hour])
  }

  @Test func aShopThatIsOftenStoppedBringsThemAllTheSame() async throws {
    for _ in 0..<5 { try await run(for: 10 * Self.hour) }
    #expect(bank.times == [24 * Self.hour, 48 * Self.hour])
  }

  @Test func whatIsLateIsBroughtAtOnce() async throws {
    try await run(for: Self.hour)
    bank.time.advance(by: Span(seconds: 30 * Self.hour))
    try await run(for: Self.hour)
    #expect(bank.times == [31 * Self.hour])
    // The next time counts from then.
    try await run(for: 24 * Self.hour)
    #expect(bank.times == [31 * Self.hour, 55 * Self.hour])
  }

  @Test func aClockThatWasWrongKeepsNothingBack() async throws {
    try await run(for: Self.hour, at: Bank(VirtualTime(now: Timestamp(seconds: 2_100_000_000))))
    try await run(for: 25 * Self.hour)
    #expect(bank.times == [24 * Self.hour])
  }

  @Test func whileTheBankIsAwayItIsAskedAgain() async throws {
    bank.isAway = true
    try await run(for: 24 * Self.hour + 1_500)
    #expect(bank.times == [86_400, 87_000, 87_600])
    bank.isAway = false
    try await run(for: Self.hour)
    #expect(bank.times == [86_400, 87_000, 87_600, 87_900])
  }
}

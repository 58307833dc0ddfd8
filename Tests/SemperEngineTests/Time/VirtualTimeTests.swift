import SemperEngine
import SemperModel
import Testing

@Suite struct VirtualTimeTests {
  let time = VirtualTime(now: Timestamp(seconds: 1000))

  @Test func itStandsStillUntilItIsMoved() {
    #expect(time.now() == Timestamp(seconds: 1000))
    time.advance(by: Span(seconds: 5))
    #expect(time.now() == Timestamp(seconds: 1005))
  }

  @Test(arguments: [0, 999, 1000])
  func whatHasPassedIsNotWaitedFor(_ seconds: Int64) async throws {
    try await time.wait(until: Timestamp(seconds: seconds))
  }

  @Test func onlyThoseWhoseTimeHasComeWake() async throws {
    let woken = Notes()
    let sleepers = [1030, 1010, 1020].map { (seconds: Int64) in
      Task {
        try await time.wait(until: Timestamp(seconds: seconds))
        woken.add("\(seconds)")
      }
    }
    for (waking, index) in [(1010, 1), (1020, 2), (1030, 0)] as [(Int64, Int)] {
      await untilNextWaking(is: waking)
      time.advance(to: Timestamp(seconds: waking - 1))
      #expect(time.nextWaking == Timestamp(seconds: waking))
      time.advance(to: Timestamp(seconds: waking))
      try await sleepers[index].value
      #expect(woken.lines.last == "\(waking)")
    }
    #expect(time.nextWaking == nil)
  }

  @Test func aCancelledSleeperWakesWithAnError() async throws {
    let sleeper = Task { try await time.wait(until: Timestamp(seconds: 2000)) }
    await untilNextWaking(is: 2000)
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
    #expect(time.nextWaking == nil)
  }

  @Test func whoIsCancelledAlreadyDoesNotSleep() async throws {
    let sleeper = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await time.wait(until: Timestamp(seconds: 2000))
    }
    await #expect(throws: CancellationError.self) { try await sleeper.value }
  }

  @Test func manyCancellationsAndWakingsRaceWithoutLoss() async {
    let sleepers = (0..<200).map { index in
      Task { try? await time.wait(until: Timestamp(seconds: 1001 + Int64(index))) }
    }
    async let cancelling: Void = {
      for (index, sleeper) in sleepers.enumerated() where index % 2 == 0 { sleeper.cancel() }
    }()
    time.advance(by: Span(seconds: 500))
    await cancelling
    for sleeper in sleepers { await sleeper.value }
    #expect(time.nextWaking == nil)
  }

  private func untilNextWaking(is seconds: Int64) async {
    while time.nextWaking != Timestamp(seconds: seconds) { await Task.yield() }
  }
}

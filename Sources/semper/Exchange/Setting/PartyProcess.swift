import Foundation
import SemperCoding
import SemperCommunication
import SemperEngine
import SemperModel

/// A party as a process: what it has said so far, also while nobody listens.
actor PartyProcess {
  /// How its exchange ended for it.
  struct End: Sendable {
    let outcome: String
    let exchange: Digest?
    let evidence: String?
    let refusal: Refusal?
    /// What it found not to be as expected when it looked once more.
    let unexpected: Refusal?
  }

  let process: ChildProcess
  private(set) var address: Address?
  private(set) var end: End?
  private var hasStopped = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ process: ChildProcess) { self.process = process }

  func start(adding more: [String] = []) async throws {
    hasStopped = false
    address = nil
    try await process.start(adding: more)
    Task { await self.listen() }
  }

  /// Where it answers, once it says so; `nil` when it stopped before.
  func ready() async -> Address? {
    while address == nil, !hasStopped { await change() }
    return address
  }

  /// How the exchange ended for it; `nil` when the process stops first.
  func ended() async -> End? {
    while end == nil, !hasStopped { await change() }
    return end
  }

  /// The same; `nil` also when it takes longer.
  func ended(within patience: Duration) async -> End? {
    let deadline = ContinuousClock.now + patience
    let alarm = Task {
      try? await Task.sleep(for: patience)
      wake()
    }
    defer { alarm.cancel() }
    while end == nil, !hasStopped, ContinuousClock.now < deadline { await change() }
    return end
  }

  func killHard() async {
    await process.killHard()
    stopped()
  }

  func stop() async {
    await process.stop()
    stopped()
  }

  private func change() async {
    await withCheckedContinuation { waiting.append($0) }
  }

  private func listen() async {
    while let line = await process.nextLine() {
      guard let json = try? CanonicalJSON.parse(Array(line.utf8)) else { continue }
      if let found = json["address"].flatMap({ try? Address(json: $0) }) { address = found }
      if let outcome = json["outcome"].flatMap({ try? String(json: $0) }) {
        end = End(
          outcome: outcome, exchange: json["exchange"].flatMap { try? Digest(json: $0) },
          evidence: json["evidence"].flatMap { try? String(json: $0) },
          refusal: json["refusal"].flatMap { try? Refusal(json: $0) },
          unexpected: json["unexpected"].flatMap { try? Refusal(json: $0) })
      }
      wake()
    }
    // Its output has ended, and so has it, or will at once.
    _ = await process.wait()
    stopped()
  }

  private func stopped() {
    hasStopped = true
    wake()
  }

  private func wake() {
    let woken = waiting
    waiting = []
    for continuation in woken { continuation.resume() }
  }
}

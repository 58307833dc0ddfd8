import Foundation
import SemperCommunicationHTTP
import SemperCryptography
import SemperModel
import Testing

/// There is one logical arbiter, also where somebody starts two processes on copies of its home with one checkpoint file.
@Suite("Two arbiter processes on copies of one home", .serialized)
struct OneArbiterTests {
  private struct Stand {
    let folder: DemoFolder
    let authority: RunningProgram
    let transport: HTTPClientTransport
    var checkpoint: String { folder.path + "/outside/checkpoint.json" }

    func options(_ home: String, _ authority: String) -> [String] {
      [
        "--home", "\(folder.path)/\(home)", "--checkpoint-file", checkpoint, "--authority", authority, "--token",
        "\(folder.path)/authority/enrolment/arbiter.token",
      ]
    }

    func copy(_ home: String, to other: String) throws {
      try FileManager.default.copyItem(atPath: "\(folder.path)/\(home)", toPath: "\(folder.path)/\(other)")
    }
  }

  private func run(_ body: (Stand, _ authority: String) async throws -> Void) async throws {
    let folder = DemoFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let authority = try RunningProgram(
      ["serve", "authority", "--home", folder.path + "/authority", "--port", "0", "--enrol", "arbiter"])
    let address = try authority.address()
    let transport = try HTTPClientTransport()
    let stand = Stand(folder: folder, authority: authority, transport: transport)
    let result: Result<Void, any Error>
    do { result = .success(try await body(stand, address)) } catch { result = .failure(error) }
    authority.signal(SIGKILL)
    _ = authority.end()
    try await transport.shutdown()
    try result.get()
  }

  @Test("The second is not started while the first has the file; without the lock, the first decides nothing more")
  func second() async throws {
    try await run { stand, authority in
      let first = try LiveArbiter(stand.options("first", authority))
      let (before, after) = (
        try await first.quarrel(over: stand.transport), try await first.quarrel(over: stand.transport)
      )
      let known = try await first.call(before, over: stand.transport).get()
      try stand.copy("first", to: "second")
      let refused = try SemperProgram.run(["serve", "arbiter", "--port", "0"] + stand.options("second", authority))
      #expect(refused.status == 1)
      #expect(
        refused.errors.contains("another arbiter runs with the checkpoint file \(stand.checkpoint)")
          && refused.errors.contains("stop one of the two"), "\(refused.errors)")
      #expect(try first.status().status == 0)

      try FileManager.default.removeItem(atPath: stand.checkpoint + ".lock")
      let second = try LiveArbiter(stand.options("second", authority))
      #expect(try second.status().status == 0)
      guard case .failure(let refusal) = try await first.call(after, over: stand.transport) else {
        Issue.record("the first arbiter goes on though it has been overtaken")
        return
      }
      #expect(refusal.code == .decisionLost)
      #expect(try first.program.wait(for: "start that one only").contains("this arbiter repeats old decisions"))
      let status = try first.status()
      #expect(status.status == 1 && status.output.contains("operator.md"), "\(status.output)")
      #expect(try await first.call(before, over: stand.transport).get() == known)
      #expect(try await second.call(before, over: stand.transport).get() == known)
      _ = try await second.call(after, over: stand.transport).get()
      #expect(try await first.call(after, over: stand.transport).isLost)

      // The one that has been overtaken is also not believed when it is started again.
      for arbiter in [first, second] { arbiter.program.signal(SIGTERM) }
      _ = (first.program.end(), second.program.end())
      let again = try LiveArbiter(stand.options("first", authority))
      #expect(try again.status().status == 1)
      #expect(try await again.call(after, over: stand.transport).isLost)
    }
  }

  /// Nobody knows which of the two wins. That one does, and that no exchange has two decisions, holds whenever the second comes.
  @Test("While the second starts the first is asked on and on: no exchange gets two decisions, and one process decides")
  func race() async throws {
    try await run { stand, authority in
      let first = try LiveArbiter(stand.options("first", authority))
      var calls: [SignedStatement] = []
      for _ in 0..<12 { calls.append(try await first.quarrel(over: stand.transport)) }
      _ = try await first.call(calls[0], over: stand.transport).get()
      try stand.copy("first", to: "second")
      try FileManager.default.removeItem(atPath: stand.checkpoint + ".lock")
      let started = try LiveArbiter.started(stand.options("second", authority))
      var answers: [Digest: Set<Digest>] = [:]
      func ask(_ arbiter: LiveArbiter, _ call: SignedStatement) async throws {
        guard case .success(let decision) = try await arbiter.call(call, over: stand.transport) else { return }
        answers[call.digest, default: []].insert(decision)
      }
      for call in calls { try await ask(first, call) }
      let second = try LiveArbiter(started)
      for arbiter in [second, first, second] {
        for call in calls { try await ask(arbiter, call) }
      }
      let contradicted = answers.values.filter { $0.count > 1 }
      #expect(contradicted.isEmpty)
      #expect(try [first, second].map { try $0.status().status }.sorted() == [0, 1])
    }
  }
}

extension LiveArbiter.Answer {
  fileprivate var isLost: Bool {
    guard case .failure(let refusal) = self else { return false }
    return refusal.code == .decisionLost
  }
}

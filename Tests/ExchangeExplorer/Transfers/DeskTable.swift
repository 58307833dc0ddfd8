import Logging
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What a recipient's desk does with each letter in each state of its disk, asked of the real desk once for each case. Each
/// call finds a desk that has just been started.
final class DeskTable {
  /// What is brought to it: a letter, or nothing but its own start.
  struct Call: Hashable {
    let letter: Int?
    let peer: Thumbprint?
    let isClosed: Bool
  }

  /// What comes of a call.
  struct Effect {
    let memory: Int
    let reply: TransferReply?
    let refusal: RefusalCode?
    let words: String
  }

  private struct Question: Hashable {
    let memory: Int
    let call: Call
  }

  let key: SigningKey
  let sealing: SealingKey
  private(set) var memories = Interner<DeskMemory>()
  private var effects: [Question: [Effect]] = [:]
  private var restored: [Int: [TransferRecipientMachine]] = [:]
  private var judgements: [Int: String?] = [:]

  init(_ key: SigningKey, _ sealing: SealingKey) {
    (self.key, self.sealing) = (key, sealing)
    _ = memories.intern(DeskMemory())
  }

  /// Every way in which a call can go: whether the package is wanted, and whether the process dies at one of its effects.
  func effects(of call: Call, _ letter: TransferLetter?, on memory: Int) async throws -> [Effect] {
    let question = Question(memory: memory, call: call)
    if let known = effects[question] { return known }
    var found = [Effect]()
    for wants in [true, false] {
      let (whole, count) = try await ask(call, letter, on: memory, wants, nil)
      found.append(whole)
      for effect in 0..<count {
        for isBefore in [true, false] {
          let death = DeskDisk.Death(effect: effect + 1, isBefore: isBefore)
          found.append(try await ask(call, letter, on: memory, wants, death).0)
        }
      }
      if count == 0 { break }
    }
    effects[question] = found
    return found
  }

  private func ask(
    _ call: Call, _ letter: TransferLetter?, on memory: Int, _ wants: Bool, _ death: DeskDisk.Death?
  ) async throws -> (Effect, Int) {
    let (deaths, end) = AsyncStream.makeStream(of: Void.self)
    let disk = DeskDisk(memories[memory], death: death, wants: wants) { end.finish() }
    let desk = TransferDesk(
      key: key, sealingKey: sealing, keeper: disk, journal: disk,
      time: StandingClock(time: TransferStand.time(call.isClosed)),
      logger: Logger(label: "desk") { _ in SwiftLogNoOpLogHandler() })
    let answer: Result<TransferReply?, any Error> = await withTaskGroup(of: Result<TransferReply?, any Error>.self) {
      group in
      group.addTask {
        do {
          guard let letter else {
            try await desk.resume()
            return .success(nil)
          }
          return .success(try await desk.answer(letter, from: call.peer))
        } catch { return .failure(error) }
      }
      group.addTask {
        for await _ in deaths {}
        return .failure(DeskDisk.Dead())
      }
      let first = await group.next() ?? .failure(DeskDisk.Dead())
      group.cancelAll()
      return first
    }
    let number = memories.intern(disk.memory).number
    let died = death.map { ", but its process dies \($0.isBefore ? "before" : "after") effect \($0.effect)" } ?? ""
    let wish = wants ? "" : " and does not want it"
    guard death == nil else {
      return (Effect(memory: number, reply: nil, refusal: nil, words: wish + died), disk.effects)
    }
    switch answer {
    case .success(let reply):
      return (Effect(memory: number, reply: reply, refusal: nil, words: wish), disk.effects)
    case .failure(let error):
      return (
        Effect(memory: number, reply: nil, refusal: (error as? Refusal)?.code, words: " and refuses it"), disk.effects
      )
    }
  }

  /// Its conversations as its journal has them.
  func machines(in memory: Int) throws -> [TransferRecipientMachine] {
    if let known = restored[memory] { return known }
    let found = try memories[memory].order.map { conversation in
      var machine = TransferRecipientMachine()
      try Replay.restore(&machine, from: memories[memory].conversations[conversation] ?? [])
      return machine
    }
    restored[memory] = found
    return found
  }

  /// What a memory means, judged once.
  func judgement(_ memory: Int, _ judge: () throws -> String?) rethrows -> String? {
    if let known = judgements[memory] { return known }
    let found = try judge()
    judgements[memory] = .some(found)
    return found
  }
}

import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTerms
import SemperWallet
import Synchronization

/// Takes the steps of a scenario on both sides, as soon as wallet or shop say that they wait for their owner.
final class ServiceSteps: Sendable {
  private static let mostSteps = 200
  /// Between two looks at what the shop asks: its owner has a command to look and nothing that tells, and so has this.
  private static let pause = Duration.milliseconds(150)

  let script: ScenarioScript
  let wallet: WalletProcess
  let till: TillProcess
  let court: ServiceCourt
  let carrier: ServiceCarrier?
  let directory: String
  let tell: @Sendable (String) -> Void
  private let story = Mutex<[String]>([])

  init(
    script: ScenarioScript, wallet: WalletProcess, till: TillProcess, court: ServiceCourt, carrier: ServiceCarrier?,
    directory: String, tell: @escaping @Sendable (String) -> Void
  ) {
    self.script = script
    self.wallet = wallet
    self.till = till
    self.court = court
    self.carrier = carrier
    self.directory = directory
    self.tell = tell
  }

  /// What was said at which state, in order.
  var taken: [String] { story.withLock(\.self) }

  /// The wallet's last word on the deal.
  ///
  /// - Parameter issuers: whom the wallet trusts to issue what the terms ask of the shop, as arguments.
  func play(
    _ code: String, at shop: String, under terms: SemperModel.Digest, trusting issuers: [String]
  ) async throws -> JSON {
    var answer = try await beside(
      wallet.buying(
        code, at: shop, paying: nil, accepting: "\(terms)", trusting: issuers, patience: ServiceRun.patience))
    for _ in 0..<Self.mostSteps {
      guard answer["outcome"] == .string(DealSummary.Outcome.open.rawValue), let deal = answer["deal"] else { break }
      let step = try answer["step"].map { try OpenStep(json: $0) }
      var said: [String]?
      if let step { said = try await saying(step, by: .buyer) }
      answer = try await beside(
        said.map { wallet.process("step", ["--yes", "--", try String(json: deal)] + $0) } ?? wallet.process("deals", [])
      )
      if case .array(let all) = answer { answer = all.first { $0["deal"] == deal } ?? .null }
    }
    return answer
  }

  /// Lets the wallet go on until it waits for its owner or has ended, and answers meanwhile what the shop asks its owner.
  private func beside(_ process: ChildProcess) async throws -> JSON {
    try await process.start()
    return try await withThrowingTaskGroup(of: JSON?.self) { group in
      group.addTask { [wallet] in try await WalletProcess.answer(of: process, log: wallet.log) }
      group.addTask {
        try await self.answerTheShop()
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next().flatMap(\.self) ?? .null
    }
  }

  private func answerTheShop() async throws {
    while true {
      for step in try await till.steps() {
        if let said = try await saying(step, by: .seller) { try await till.say(said, to: step.deal) }
      }
      try await court.answer()
      try await court.judge()
      try await Task.sleep(for: Self.pause)
    }
  }

  /// What a side says to the step; `nil` in a hearing, to which it brings its claim, and where it has nothing to say before the other side
  /// raises an exception.
  private func saying(_ step: OpenStep, by side: DealSide) async throws -> [String]? {
    guard script.moves[step.turn]?.exception == nil ? step.asks : raises(step) else { return nil }
    guard step.question == .claim else {
      let words = try words(for: step, by: side)
      if words.first == "give", side == .seller { try await carrier?.carry(step) }
      return words
    }
    if let line = try await court.bring(step, by: side) {
      story.withLock { $0.append(line) }
      tell("  " + line)
    }
    return nil
  }

  /// Whether the scenario has this side raise an exception here.
  private func raises(_ step: OpenStep) -> Bool {
    guard let move = script.moves[step.turn], move.state == step.state, let exception = move.exception else {
      return false
    }
    return step.exceptions.contains(exception)
  }

  /// What a side says to the step, as the scenario has it.
  private func words(for step: OpenStep, by side: DealSide) throws -> [String] {
    let words = try words(script.moves[step.turn], step, side)
    let line =
      "\(step.state): \(side.rawValue) \(words.first ?? "")" + (step.question == .choose ? " \(words.last ?? "")" : "")
    let isNew = story.withLock { story in
      guard story.last != line else { return false }
      story.append(line)
      return true
    }
    if isNew { tell("  " + line) }
    return words
  }

  private func words(_ move: ScenarioScript.Move?, _ step: OpenStep, _ side: DealSide) throws -> [String] {
    guard let move, move.state == step.state else { return ["decline"] }
    if let exception = move.exception { return ["raise", exception] }
    switch step.question {
    case .claim, .wait: return ["decline"]
    case .choose: return step.choices.contains(move.name) ? ["choose", move.name] : ["decline"]
    case .sign: return move.name == "done" ? ["give"] : ["decline"]
    case .give:
      guard move.name == "done" else { return ["decline"] }
      let documents = move.documents.filter { step.choices.contains($0.key) }
      guard !documents.isEmpty else { return ["give"] }
      let file = "\(directory)/\(side.rawValue)-\(step.turn).json"
      try Data(JSON.object(JSONObject(documents.map { ($0.key, $0.value) })).canonicalBytes)
        .write(to: URL(fileURLWithPath: file))
      return ["give", file]
    }
  }
}

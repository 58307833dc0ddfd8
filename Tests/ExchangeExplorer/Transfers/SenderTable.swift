import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What a sender does in each of its states, asked of the real machine and performer.
final class SenderTable {
  struct Move {
    let next: Int
    let isOwn: Bool
    let words: String
  }

  /// What can come to a sender: replies of recipients, and an agent's words.
  struct Answers {
    struct Reply: Hashable {
      let recipient: Thumbprint
      let reply: TransferReply
      let words: String
    }
    var replies: [Reply] = []
    var tokens: [SignedStatement] = []
    var progress: [DeliveryProgress] = []
  }

  private struct Question: Hashable {
    let action: TransferSenderAction
    var reply: TransferReply?
    var token: SignedStatement?
    var progress: DeliveryProgress?
  }

  private let stand: TransferStand
  private let table: MachineTable<TransferSenderMachine>
  private var events: [Question: [TransferSenderEvent]] = [:]
  private var judgements: [Int: String?] = [:]
  /// What was wrong with a step, by the state to which it led.
  private var lapses: [Int: String] = [:]

  init(_ stand: TransferStand) throws {
    self.stand = stand
    table = try MachineTable(
      TransferSenderMachine(),
      beginning: JournalEntry.beginning(
        TransferSenderMachine.self, with: .opened(stand.order), at: TransferStand.start),
      reading: MachineTable.Reading(
        isEvidence: { event in
          switch event {
          case .replied, .submitted, .transported, .giveUp: true
          case .opened, .prepared, .timePassed: false
          }
        }, comesBesideOthers: { _ in true }))
  }

  func machine(_ state: Int) -> TransferSenderMachine { table.machine(state) }
  func fault(_ state: Int) -> String? { table.faults[state] ?? lapses[state] }
  func notes(_ state: Int) -> [TransferSenderEvent] { table.states[state].notes }
  func journal(_ state: Int) -> [JournalEntry] { table.journals[state] }

  /// What a state means, judged once.
  func judgement(_ state: Int, _ judge: () throws -> String?) rethrows -> String? {
    if let known = judgements[state] { return known }
    let found = try judge()
    judgements[state] = .some(found)
    return found
  }

  func words(_ state: Int, _ recipient: Thumbprint) -> String {
    machine(state).outcome(for: recipient).map { String("\($0)".prefix { $0 != "(" }) } ?? "goes on"
  }

  /// The letters that are out once the sender is in a state.
  func posted(in state: Int) -> [TransferLetter] {
    machine(state).outstandingActions.compactMap { action in
      switch action {
      case .send(let letter), .submit(let letter, _): letter.letter
      case .prepare, .follow, .wait: nil
      }
    }
  }

  func moves(of state: Int, answers: Answers) async throws -> [Move] {
    let machine = machine(state)
    guard !machine.isFinished else { return [] }
    var moves = [Move]()
    for action in machine.outstandingActions { moves += try await self.moves(action, state, answers, isLate: false) }
    for action in table.abandoned(in: state) { moves += try await self.moves(action, state, answers, isLate: true) }
    if stand.setting.weather.impatience {
      moves.append(Move(next: try step(state, .giveUp), isOwn: false, words: "gives up"))
    }
    if stand.setting.weather.broken.contains(.forgetfulJournal), let parent = table.parents[state] {
      moves.append(Move(next: parent, isOwn: false, words: "dies and has lost its last event"))
    }
    return moves.filter { $0.next != state }
  }

  private func step(_ state: Int, _ event: TransferSenderEvent) throws -> Int {
    let next = try table.step(state, event, at: TransferStand.start)
    let (before, after) = (machine(state), machine(next))
    for recipient in before.manifest?.recipients ?? [] where before.outcome(for: recipient) == nil {
      guard let outcome = after.outcome(for: recipient) else { continue }
      lapses[next] = lapses[next] ?? lapse(event, outcome, of: recipient, after: before, notes(state))
    }
    return next
  }

  /// Whether one recipient's conversation has ended otherwise than it should with this event.
  private func lapse(
    _ event: TransferSenderEvent, _ outcome: TransferOutcome, of recipient: Thumbprint,
    after before: TransferSenderMachine, _ notes: [TransferSenderEvent]
  ) -> String? {
    let isFollowed = before.outstandingActions.contains { action in
      if case .follow(let letter, _) = action { letter.recipient == recipient } else { false }
    }
    let isTransported = notes.contains { if case .transported(_, recipient) = $0 { true } else { false } }
    let isRefused = notes.contains { if case .replied(.refused, recipient) = $0 { true } else { false } }
    let isSubmitted = notes.contains { if case .submitted(_, recipient) = $0 { true } else { false } }
    switch (event, outcome) {
    case (.replied(_, let other), _) where other != recipient: return "takes another's answer for a recipient's"
    case (.replied, .refused) where stand.setting.hasAgent && !isSubmitted:
      return "lets a refusal that nobody has signed keep it from the agent's token"
    case (.transported, .transported) where before.manifest?.asksReceipt == true:
      return "is content with the agent's word where the receipt can still come"
    case (.timePassed, .silent), (.giveUp, .givenUp):
      if isRefused { return "forgets at the end that it was refused" }
      return isFollowed || isTransported ? "forgets at the end what the agent has signed" : nil
    case (.timePassed, .submitted), (.giveUp, .submitted):
      return isTransported ? "forgets at the end that the agent has handed it over" : nil
    default: return nil
    }
  }

  private func moves(
    _ action: TransferSenderAction, _ state: Int, _ answers: Answers, isLate: Bool
  ) async throws -> [Move] {
    let late = isLate ? ", which it had called off" : ""
    func done(_ question: Question, _ isOwn: Bool, _ words: String) async throws -> [Move] {
      let next = try await performed(question).reduce(state) { try step($0, $1) }
      return [Move(next: next, isOwn: isOwn && !isLate, words: words + late)]
    }
    switch action {
    case .prepare: return try await done(Question(action: action), true, "prepares its letters")
    case .send(let letter):
      var moves = [Move]()
      for answer in answers.replies where answer.recipient == letter.recipient {
        moves += try await done(Question(action: action, reply: answer.reply), false, "is answered \(answer.words)")
      }
      return moves
    case .submit:
      var moves = [Move]()
      for token in answers.tokens {
        moves += try await done(Question(action: action, token: token), false, "gets a token of submission")
      }
      return moves
    case .follow:
      var moves = [Move]()
      for progress in answers.progress {
        moves += try await done(Question(action: action, progress: progress), false, "hears how far the agent has come")
      }
      return moves
    case .wait(let until):
      guard stand.setting.weather.impatience else { return [] }
      return [Move(next: try step(state, .timePassed(until)), isOwn: !isLate, words: "has waited long enough" + late)]
    }
  }

  /// What the real performer makes of an action and what has come to it, once; nothing where that is refused.
  private func performed(_ question: Question) async throws -> [TransferSenderEvent] {
    if let known = events[question] { return known }
    var recipient: Thumbprint?
    if case .send(let letter) = question.action { recipient = letter.recipient }
    let performer = TransferSender(
      key: stand.sender, link: ScriptedLink(recipient: recipient, reply: question.reply),
      agent: ScriptedAgent(agent: stand.agent.publicKey, token: question.token, progress: question.progress),
      time: StandingClock(time: TransferStand.start))
    let found = (try? await performer.perform(question.action)) ?? []
    events[question] = found
    return found
  }
}

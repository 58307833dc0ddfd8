import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// Everybody of one transfer: sender, recipients and delivery agent, and all that can be said.
final class TransferScene: Scene {
  /// Where everything stands. What was said is in `facts` for ever, which gives loss, duplication, reordering and replay.
  struct State: Hashable {
    var facts: FactSet = 0
    var sender = 0
    var first = 0
    var second = 0
    var agent = 0
    var isClosed = false

    subscript(desk recipient: Int) -> Int {
      get { recipient == 0 ? first : second }
      set { if recipient == 0 { first = newValue } else { second = newValue } }
    }
  }

  /// Something that has become so once and for all.
  enum Fact: Hashable {
    /// The sender has let this letter out.
    case posted(Int)
    case replied(Int, transfer: Digest, TransferReply)
    case token(SignedStatement)
    case progress(DeliveryProgress)
    /// Somebody honest has done what nobody honest does.
    case fault(String)
  }

  /// A letter that may come to anybody.
  struct Posted {
    let letter: TransferLetter
    /// Over whose channels it can come.
    let peers: [Thumbprint?]
    let needs: FactSet
    let words: String
    /// Whether no recipient may take it.
    var isForged = false
    /// Whether an agent, which opens nothing, must refuse it.
    var isRefusedByAgents = false
    /// What it says that its manifest is.
    let manifest: TransferManifest?
    let transfer: Digest?

    init(
      letter: TransferLetter, peers: [Thumbprint?], needs: FactSet, words: String, isForged: Bool = false,
      isRefusedByAgents: Bool = false
    ) {
      (self.letter, self.peers, self.needs, self.words) = (letter, peers, needs, words)
      (self.isForged, self.isRefusedByAgents) = (isForged, isRefusedByAgents)
      manifest = letter.shownManifest
      transfer = manifest?.digest
    }
  }

  let stand: TransferStand
  /// `nil` where the sender cheats.
  private(set) var sender: SenderTable?
  let desks: [DeskTable?]
  let agent: AgentTable?
  private(set) var letters: [Posted] = []
  private(set) var known = Interner<Fact>()
  private(set) var start = State()
  /// What the cheat can say to the sender, by the transfer.
  var invented: [Digest: SenderTable.Answers] = [:]
  /// What each letter can be brought to an agent with, signed once: by letter and place of the recipient.
  var commissions: [[Int]: [Commission]] = [:]

  init(_ setting: TransferSetting) async throws {
    let stand = try TransferStand(setting)
    self.stand = stand
    desks = (0..<setting.recipients).map { number in
      stand.isHonest(number) ? DeskTable(stand.recipients[number].key, stand.recipients[number].sealing) : nil
    }
    agent = setting.hasAgent && setting.cheat != .agent ? AgentTable(stand.agent) : nil
    if setting.cheat == .sender {
      letters = try await stand.cheatingLetters()
    } else {
      sender = try SenderTable(stand)
    }
  }

  var name: String { stand.setting.name }
  var isTimely: Bool { stand.setting.weather.impatience }
  var parties: [String] { (sender == nil ? [] : ["sender"]) + honest.map { "recipient \($0 + 1)" } }
  var honest: [Int] { desks.indices.filter { desks[$0] != nil } }

  func hasEnded(_ party: Int, in state: State) -> Bool {
    if sender != nil, party == 0 { return sender?.machine(state.sender).isFinished == true }
    let recipient = honest[party - (sender == nil ? 0 : 1)]
    let machines = try? desks[recipient]?.machines(in: state[desk: recipient])
    return machines?.allSatisfy(\.isFinished) == true
  }

  func end(of state: State) -> String? {
    guard let sender, sender.machine(state.sender).isFinished else { return nil }
    return stand.order.recipients.map { sender.words(state.sender, $0.key) }.joined(separator: ", ")
  }

  func bit(_ fact: Fact) -> FactSet {
    let number = known.intern(fact).number
    precondition(number < FactSet.bitWidth, "more facts than a set has bits")
    return 1 << FactSet(number)
  }

  func facts(in state: State) -> [Fact] {
    known.values.enumerated().compactMap { state.facts & (1 << FactSet($0.offset)) == 0 ? nil : $0.element }
  }

  // MARK: Steps

  func steps(from state: State) async throws -> [SceneStep<State>] {
    var steps = try await senderSteps(state)
    for recipient in honest { steps += try await deskSteps(recipient, state) }
    steps += await agentSteps(state)
    // The times of a transfer count from its manifest, so that no time passes before there is one.
    if !state.isClosed, sender.map({ $0.machine(state.sender).manifest != nil }) ?? true {
      var next = state
      next.isClosed = true
      steps.append(SceneStep(next: next, actor: nil, words: "the transfer closes"))
    }
    return steps
  }

  private func senderSteps(_ state: State) async throws -> [SceneStep<State>] {
    guard let sender else { return [] }
    return try await sender.moves(of: state.sender, answers: answers(in: state)).map { move in
      var next = state
      next.sender = move.next
      for letter in sender.posted(in: move.next) { next.facts |= post(letter) }
      return SceneStep(next: next, actor: move.isOwn ? 0 : nil, words: "the sender \(move.words)")
    }
  }

  /// Makes a letter of the sender's known to everybody.
  private func post(_ letter: TransferLetter) -> FactSet {
    let number = letters.firstIndex { $0.letter == letter } ?? letters.count
    let bit = bit(.posted(number))
    if number == letters.count {
      letters.append(
        Posted(letter: letter, peers: [stand.sender.thumbprint, nil], needs: bit, words: "letter \(number + 1)"))
    }
    return bit
  }

  private func deskSteps(_ recipient: Int, _ state: State) async throws -> [SceneStep<State>] {
    guard let desk = desks[recipient] else { return [] }
    let party = parties.firstIndex(of: "recipient \(recipient + 1)")
    var steps = [SceneStep<State>]()
    for (number, posted) in letters.enumerated() where posted.needs & ~state.facts == 0 {
      for peer in posted.peers {
        let call = DeskTable.Call(letter: number, peer: peer, isClosed: state.isClosed)
        for effect in try await desk.effects(of: call, posted.letter, on: state[desk: recipient]) {
          let next = try self.next(after: effect, posted, desk, recipient, state)
          let words =
            "recipient \(recipient + 1) gets \(posted.words)\(peer == nil ? " from somebody" : "")\(effect.words)"
          steps.append(SceneStep(next: next, actor: nil, words: words))
        }
      }
    }
    let call = DeskTable.Call(letter: nil, peer: nil, isClosed: state.isClosed)
    for effect in try await desk.effects(of: call, nil, on: state[desk: recipient]) {
      var next = state
      next[desk: recipient] = effect.memory
      steps.append(
        SceneStep(next: next, actor: party, words: "recipient \(recipient + 1) starts again\(effect.words)"))
    }
    return steps
  }

  private func next(
    after effect: DeskTable.Effect, _ posted: Posted, _ desk: DeskTable, _ recipient: Int, _ state: State
  ) throws -> State {
    var next = state
    next[desk: recipient] = effect.memory
    if effect.refusal == .idReused, case .signed = posted.letter.manifest,
      try !desk.machines(in: effect.memory).contains(where: { $0.contradiction != nil })
    {
      next.facts |= bit(.fault("recipient \(recipient + 1) keeps nothing of a second package under one id"))
    }
    guard let reply = effect.reply, let transfer = posted.transfer else { return next }
    next.facts |= bit(.replied(recipient, transfer: transfer, reply))
    return next
  }

  // MARK: The agent

  private func agentSteps(_ state: State) async -> [SceneStep<State>] {
    guard let agent else { return [] }
    var steps = [SceneStep<State>]()
    func become(_ effect: AgentTable.Effect, _ words: String, fault: String? = nil) async {
      var next = state
      next.agent = effect.book
      if let token = effect.token { next.facts |= bit(.token(token)) }
      if let fault, effect.token != nil { next.facts |= bit(.fault(fault)) }
      for transfer in Set(letters.compactMap(\.transfer)) {
        for said in await agent.progress(of: transfer, to: recipients, on: effect.book).values
        where said.transport != nil { next.facts |= bit(.progress(said)) }
      }
      steps.append(SceneStep(next: next, actor: nil, words: words))
    }
    for (number, posted) in letters.enumerated() where posted.needs & ~state.facts == 0 {
      for (place, recipient) in recipients.enumerated() {
        let isNamed = posted.manifest?.recipients.contains(recipient) == true
        for commission in commissions(of: posted, number, for: place) {
          let mayNot = posted.isRefusedByAgents || !isNamed || state.isClosed
          let effect = await agent.submit(
            posted.letter, number, commissioned: commission.signed, on: state.agent, state.isClosed)
          let isKnown = effect.book == state.agent && effect.token != nil
          var fault = mayNot && !isKnown ? "the agent has taken \(posted.words) for recipient \(place + 1)" : nil
          if effect.token != nil, let held = await agent.letter(of: posted.transfer, for: recipient, on: effect.book),
            held.envelope != posted.letter.envelope
          {
            fault = "the agent signs that it has \(posted.words), and has another"
          }
          if let flaw = commission.flaw { fault = "the agent has taken \(posted.words) on a commission \(flaw)" }
          await become(effect, "the agent gets \(posted.words) for recipient \(place + 1)", fault: fault)
        }
      }
    }
    for case .replied(let place, let transfer, let reply) in facts(in: state) {
      await become(
        await agent.handOver(reply, of: transfer, by: recipients[place], on: state.agent, state.isClosed),
        "the agent has handed the letter to recipient \(place + 1)")
    }
    if stand.setting.cheat == .recipient {
      for answer in answers(in: state).replies where answer.recipient == recipients[0] {
        await become(
          await agent.handOver(answer.reply, of: nil, by: recipients[0], on: state.agent, state.isClosed),
          "the agent is answered \(answer.words) by recipient 1")
      }
    }
    return steps
  }

  var recipients: [Thumbprint] { stand.recipients.prefix(stand.setting.recipients).map(\.key.thumbprint) }
}

extension TransferLetter {
  /// What it says that its manifest is; nothing is verified.
  var shownManifest: TransferManifest? {
    switch manifest {
    case .plain(let plain): plain
    case .signed(let signed): try? VerifiedStatement<TransferManifest>.content(of: signed)
    }
  }
}

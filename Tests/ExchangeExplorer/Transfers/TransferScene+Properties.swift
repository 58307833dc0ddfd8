import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

extension TransferScene {
  func violation(in state: State) throws -> String? {
    for case .fault(let fault) in facts(in: state) { return fault }
    for recipient in honest {
      let memory = state[desk: recipient]
      let fault = try desks[recipient]?.judgement(memory) { try deskFault(recipient, memory) }
      if let fault { return "recipient \(recipient + 1): \(fault)" }
    }
    if let fault = try replyFault(state) { return fault }
    return try senderFault(state).map { "the sender: \($0)" }
  }

  /// Where a recipient has the package and the sender still tries, the receipt can still come; and where there is an agent,
  /// the sender can end with its token.
  func hope(in state: State) -> SceneHope? {
    if sender != nil, agent != nil, state == start { return .owed(Self.submission) }
    guard let sender, let manifest = sender.machine(state.sender).manifest else { return nil }
    let machine = sender.machine(state.sender)
    if machine.isFinished {
      var paid = Set<Int>()
      for (place, recipient) in recipients.enumerated() {
        switch machine.outcome(for: recipient) {
        case .received?, .acknowledged?: if honest.contains(place) { paid.insert(place) }
        case .submitted?, .transported?: paid.insert(Self.submission)
        case .refused?, .silent?, .givenUp?, nil: continue
        }
      }
      return .paid(paid)
    }
    let owed = honest.first { place in
      desks[place]?.memories[state[desk: place]].kept[manifest.digest] != nil
        && machine.outcome(for: recipients[place]) == nil
    }
    return owed.map(SceneHope.owed)
  }

  /// The hope for the agent's token, beside those for each recipient's answer.
  private static let submission = 2

  // MARK: Recipients

  private func deskFault(_ place: Int, _ number: Int) throws -> String? {
    guard let desk = desks[place] else { return nil }
    let memory = desk.memories[number]
    var ids = Set<ConversationID>()
    for machine in try desk.machines(in: number) {
      guard let letter = machine.letter, let manifest = machine.manifest else { continue }
      let mine = letters.filter { $0.letter == letter }
      if mine.isEmpty || mine.contains(where: \.isForged) { return "has begun with \(mine.first?.words ?? "a letter")" }
      if !ids.insert(ConversationID(machine: "\(manifest.sender.thumbprint)", id: "\(manifest.id)")).inserted {
        return "takes two packages under one id"
      }
      if case .kept? = machine.reply, memory.kept[manifest.digest] == nil { return "says that it has what it has not" }
      if memory.wanted[manifest.digest] == false, memory.kept[manifest.digest] != nil {
        return "keeps what it does not want"
      }
      if case .refused? = machine.reply, memory.kept[manifest.digest] != nil { return "keeps what it has refused" }
      if stand.setting.cheat != .sender, machine.contradiction != nil { return "convicts an honest sender" }
      if let fault = try evidenceFault(machine, memory, place) { return fault }
    }
    return nil
  }

  private func evidenceFault(_ machine: TransferRecipientMachine, _ memory: DeskMemory, _ place: Int) throws -> String?
  {
    guard machine.isFinished, let manifest = machine.manifest else { return nil }
    let (key, sealing) = stand.recipients[place]
    let bundle = try TransferBundle(
      taken: machine, by: key.thumbprint, openedWith: stand.setting.isSealed ? sealing : nil, roles: [])
    let verdict = TransferJudge.judge(bundle, trusted: [stand.agent.thumbprint])
    if let fault = verdict.faults.first { return "its evidence does not hold: \(fault.refusal.detail)" }
    if case .signed? = machine.letter?.manifest, !verdict.proves(.originated(by: manifest.sender.thumbprint)) {
      return "cannot show from whom it has the package"
    }
    if let package = memory.kept[manifest.digest], !verdict.proves(.content(package)) {
      return "cannot show what it was sent"
    }
    if machine.contradiction != nil, !verdict.proves(.contradicted(by: manifest.sender.thumbprint)) {
      return "cannot convict the sender of two packages under one id"
    }
    return nil
  }

  /// One reply for ever, and a receipt only for what is there.
  private func replyFault(_ state: State) throws -> String? {
    var replies: [Int: [Digest: TransferReply]] = [:]
    for case .replied(let place, let transfer, let reply) in facts(in: state) {
      if let other = replies[place]?[transfer], other != reply { return "recipient \(place + 1) answers in two ways" }
      replies[place, default: [:]][transfer] = reply
      let hasIt = desks[place]?.memories[state[desk: place]].kept[transfer] != nil
      if case .kept = reply, !hasIt { return "recipient \(place + 1) signs for what it has not" }
      if case .kept(let receipt) = reply, let manifest = manifest(transfer), (receipt != nil) != manifest.asksReceipt {
        return "recipient \(place + 1) gives a receipt that nobody has asked for, or none"
      }
    }
    for case .progress(let progress) in facts(in: state) {
      guard let transport = progress.transport, agent != nil else { continue }
      let token = transport.journalled(as: TransferTransport.self)
      guard let place = recipients.firstIndex(of: token.recipient) else { continue }
      if case .kept(let receipt?)? = progress.reply, let manifest = manifest(token.transfer),
        !isReceipt(receipt, for: manifest, by: place)
      {
        return "the agent takes something else for a receipt"
      }
      guard let desk = desks[place] else { continue }
      guard desk.memories[state[desk: place]].kept[token.transfer] != nil else {
        return "the agent says that it has handed over what recipient \(place + 1) has not"
      }
    }
    return nil
  }

  private func manifest(_ digest: Digest) -> TransferManifest? {
    letters.first { $0.transfer == digest }?.manifest
  }

  // MARK: The sender

  private func senderFault(_ state: State) throws -> String? {
    guard let sender else { return nil }
    if let fault = sender.fault(state.sender) { return fault }
    let machine = sender.machine(state.sender)
    if sender.notes(state.sender).contains(.giveUp), !machine.isFinished { return "has given up and goes on" }
    guard let manifest = machine.manifest else { return nil }
    for (place, recipient) in recipients.enumerated() {
      guard let outcome = machine.outcome(for: recipient) else { continue }
      if let fault = outcomeFault(outcome, place, manifest, state) { return fault }
    }
    return try sender.judgement(state.sender) {
      if let fault = secrecyFault(sender.posted(in: state.sender)) { return fault }
      return machine.isFinished ? try senderEvidenceFault(sender, state.sender, machine) : nil
    }
  }

  private func outcomeFault(
    _ outcome: TransferOutcome, _ place: Int, _ manifest: TransferManifest, _ state: State
  ) -> String? {
    if case .acknowledged = outcome, manifest.asksReceipt { return "takes a word for the receipt" }
    if let fault = tokenFault(outcome, place, manifest) { return fault }
    guard let desk = desks[place] else { return nil }
    let hasIt = desk.memories[state[desk: place]].kept[manifest.digest] != nil
    switch outcome {
    case .received, .acknowledged:
      return hasIt ? nil : "says that recipient \(place + 1) has what it has not"
    case .transported:
      return hasIt || agent == nil ? nil : "says that recipient \(place + 1) was handed what it was not"
    case .refused(let refusal):
      let said = facts(in: state).contains(.replied(place, transfer: manifest.digest, .refused(refusal)))
      return said ? nil : "says that recipient \(place + 1) has refused, which it has not"
    case .submitted, .silent, .givenUp: return nil
    }
  }

  /// Each token says what the outcome says, whatever the code that took it has looked at.
  private func tokenFault(_ outcome: TransferOutcome, _ place: Int, _ manifest: TransferManifest) -> String? {
    let agent = stand.agent.thumbprint
    func isSubmission(_ token: SignedStatement) -> Bool {
      let said = token.journalled(as: TransferSubmission.self)
      return said.transfer == manifest.digest && said.recipient == recipients[place] && said.agent == agent
    }
    switch outcome {
    case .received(let receipt):
      return isReceipt(receipt, for: manifest, by: place) ? nil : "takes something else for a receipt"
    case .submitted(let token): return isSubmission(token) ? nil : "takes something else for a token of submission"
    case .transported(let token, let transport):
      let said = transport.journalled(as: TransferTransport.self)
      let isTransport =
        said.transfer == manifest.digest && said.recipient == recipients[place] && said.agent == agent
      return isSubmission(token) && isTransport ? nil : "takes something else for a token of transport"
    case .acknowledged, .refused, .silent, .givenUp: return nil
    }
  }

  private func isReceipt(_ receipt: SignedStatement, for manifest: TransferManifest, by place: Int) -> Bool {
    let said = receipt.journalled(as: TransferReceipt.self)
    return said.transfer == manifest.digest && said.package == manifest.package
      && said.recipient.thumbprint == recipients[place]
  }

  /// Nobody but a recipient can open what has left.
  private func secrecyFault(_ posted: [TransferLetter]) -> String? {
    guard stand.setting.isSealed else { return nil }
    for letter in posted where letter.body.bytes.count <= stand.order.package.bytes.count {
      return "lets a package out that is not sealed"
    }
    return nil
  }

  private func senderEvidenceFault(
    _ sender: SenderTable, _ state: Int, _ machine: TransferSenderMachine
  ) throws -> String? {
    let journal = try sender.journal(state).dropFirst().map {
      try TransferSenderEvent(canonicalBytes: $0.bytes, limits: TransferBundle.limits)
    }
    let events = journal.filter { !sender.notes(state).contains($0) } + sender.notes(state)
    let bundle = try TransferBundle(sent: events, agents: [stand.agent.publicKey], roles: [])
    let verdict = TransferJudge.judge(bundle, trusted: [stand.agent.thumbprint])
    if let fault = verdict.faults.first { return "its evidence does not hold: \(fault.refusal.detail)" }
    if let fault = try accusationFault(bundle) { return fault }
    for recipient in recipients {
      switch machine.outcome(for: recipient) {
      case .received?:
        if !verdict.proves(.received(by: recipient)) { return "cannot prove that it was received" }
      case .submitted?:
        if !verdict.proves(.submitted(for: recipient, to: stand.agent.thumbprint)) {
          return "cannot prove its submission"
        }
      case .transported?:
        if !verdict.proves(.transported(to: recipient, by: stand.agent.thumbprint)) {
          return "cannot prove the transport"
        }
      case .acknowledged?, .refused?, .silent?, .givenUp?, nil: continue
      }
    }
    return nil
  }

  /// What somebody could make of an honest sender's evidence: with what it has signed elsewhere, with other bytes, and
  /// with an agent that the judge does not trust.
  private func accusationFault(_ bundle: TransferBundle) throws -> String? {
    let agents = TransferJudge.judge(bundle, trusted: []).conclusions
    if agents.contains(where: { if case .submitted = $0 { true } else { false } })
      || agents.contains(where: { if case .transported = $0 { true } else { false } })
    {
      return "the word of an agent that nobody trusts is a proof"
    }
    let bytes = ByteString(Array("other bytes".utf8))
    let others = try TransferBundle(
      manifest: bundle.manifest, statements: stand.elsewhere, body: bytes, key: bundle.key)
    let verdict = TransferJudge.judge(others, trusted: [])
    if verdict.proves(.contradicted(by: bundle.manifest.sender.thumbprint)) {
      return "what was signed about another transfer convicts it"
    }
    let provesContent = verdict.conclusions.contains { if case .content = $0 { true } else { false } }
    return provesContent ? "it can be said to have sent other bytes" : nil
  }
}

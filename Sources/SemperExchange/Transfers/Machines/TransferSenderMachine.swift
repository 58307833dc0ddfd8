public import SemperCryptography
public import SemperEngine
public import SemperModel

/// A sender of one package, with a conversation of its own for each recipient: they go on side by side, and one that keeps
/// silent holds up none of the others.
///
/// Each recipient is tried, with the driver's growing pauses, until it answers or the transfer closes. After `patience` the
/// letter goes to the delivery agent as well, where there is one. What is known at the end is the outcome; a recipient that
/// has kept silent is never said to have the package.
public struct TransferSenderMachine: ProtocolMachine, Hashable {
  public static let identity = MachineIdentity(name: "transfer-sender", version: 1)

  private enum State: Hashable, Sendable {
    case new
    case preparing(TransferOrder)
    /// Given up before anything has left.
    case abandoned(TransferOrder)
    case sending(TransferOrder, PreparedTransfer, TransferManifest, [TransferConversation])
  }

  private var state = State.new

  public init() {}

  public var isFinished: Bool {
    switch state {
    case .new, .preparing: false
    case .abandoned: true
    case .sending(_, _, _, let conversations): conversations.allSatisfy { $0.outcome != nil }
    }
  }

  public var manifest: TransferManifest? {
    switch state {
    case .new, .preparing, .abandoned: nil
    case .sending(_, _, let manifest, _): manifest
    }
  }

  /// The signed manifest (NRO), where the sender did not want to be able to deny it.
  public var origin: SignedStatement? {
    switch state {
    case .new, .preparing, .abandoned: nil
    case .sending(_, let prepared, _, _):
      switch prepared.manifest {
      case .plain: nil
      case .signed(let signed): signed
      }
    }
  }

  /// `nil` for a recipient with whom it has not ended.
  public func outcome(for recipient: Thumbprint) -> TransferOutcome? {
    switch state {
    case .new, .preparing: nil
    case .abandoned(let order): order.recipients.contains { $0.key == recipient } ? .givenUp : nil
    case .sending(_, _, _, let conversations): conversations.first { $0.recipient == recipient }?.outcome
    }
  }

  public mutating func handle(_ event: TransferSenderEvent, at now: Timestamp) -> [TransferSenderAction] {
    let before = Set(outstandingActions)
    state = next(event)
    return outstandingActions.filter { !before.contains($0) }
  }

  private func next(_ event: TransferSenderEvent) -> State {
    switch state {
    case .new:
      switch event {
      case .opened(let order): return .preparing(order)
      case .prepared, .replied, .submitted, .transported, .timePassed, .giveUp: return state
      }
    case .preparing(let order):
      switch event {
      case .prepared(let prepared):
        let manifest = prepared.content
        return .sending(
          order, prepared, manifest, manifest.recipients.map { TransferConversation(recipient: $0) })
      case .giveUp: return .abandoned(order)
      case .opened, .replied, .submitted, .transported, .timePassed: return state
      }
    case .abandoned: return state
    case .sending(let order, let prepared, let manifest, let conversations):
      return .sending(
        order, prepared, manifest, conversations.map { changed($0, by: event, order, manifest) })
    }
  }

  private func changed(
    _ conversation: TransferConversation, by event: TransferSenderEvent, _ order: TransferOrder,
    _ manifest: TransferManifest
  ) -> TransferConversation {
    var conversation = conversation
    switch event {
    case .opened, .prepared: break
    case .replied(let reply, conversation.recipient): conversation.replied(reply, hasAgent: order.agent != nil)
    case .submitted(let token, conversation.recipient): conversation.submitted(token)
    case .transported(let token, conversation.recipient):
      conversation.transported(token, asksReceipt: manifest.asksReceipt)
    case .replied, .submitted, .transported: break
    case .timePassed(let time):
      if time >= manifest.closes {
        conversation.end(without: .silent)
      } else if order.agent != nil, time >= patienceEnds(order, manifest) {
        conversation.patienceEnded()
      }
    case .giveUp: conversation.end(without: .givenUp)
    }
    return conversation
  }

  private func patienceEnds(_ order: TransferOrder, _ manifest: TransferManifest) -> Timestamp {
    manifest.issued.advanced(by: order.options.patience)
  }

  public var outstandingActions: [TransferSenderAction] {
    switch state {
    case .new, .abandoned: return []
    case .preparing(let order): return [.prepare(order)]
    case .sending(let order, let prepared, let manifest, let conversations):
      guard !isFinished else { return [] }
      var actions: [TransferSenderAction] = [.wait(until: manifest.closes)]
      if order.agent != nil, conversations.contains(where: { $0.phase == .trying }),
        patienceEnds(order, manifest) < manifest.closes
      {
        actions.append(.wait(until: patienceEnds(order, manifest)))
      }
      for (number, conversation) in conversations.enumerated() {
        let letter = AddressedLetter(
          letter: prepared.letter(number: number), manifest: manifest, recipient: conversation.recipient)
        actions += Self.actions(conversation.phase, letter, order.agent)
      }
      return actions
    }
  }

  private static func actions(
    _ phase: TransferConversation.Phase, _ letter: AddressedLetter, _ agent: Thumbprint?
  ) -> [TransferSenderAction] {
    switch phase {
    case .trying, .transported: [.send(letter)]
    case .submitting: [.send(letter)] + (agent.map { [.submit(letter, agent: $0)] } ?? [])
    case .refusing: agent.map { [.submit(letter, agent: $0)] } ?? []
    case .submitted: [.send(letter)] + (agent.map { [.follow(letter, agent: $0)] } ?? [])
    case .ended: []
    }
  }
}

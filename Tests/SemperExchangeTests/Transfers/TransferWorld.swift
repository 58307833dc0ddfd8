import Logging
import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTesting
import Synchronization
import Testing

@testable import SemperExchange

/// Sender, recipients and delivery agent with everything between them, to be run by the crash law or by itself.
final class TransferWorld: Sendable {
  /// What the network and the recipients do wrong.
  struct Trouble: Sendable, CustomTestStringConvertible {
    var name = "none"
    /// Recipients that never answer, by their number.
    var silent: Set<Int> = []
    /// Recipients that do not want it.
    var unwilling: Set<Int> = []
    /// Of so many attempts with each recipient, the letter is lost.
    var lostLetters = 0
    /// Of so many attempts with each recipient, the reply is lost after the letter has arrived.
    var lostReplies = 0
    /// Every letter arrives twice.
    var doubles = false
    /// A recipient that answers with a receipt for something else.
    var forger: Int?
    /// Whose clock leaps, when after the beginning, and by how many seconds.
    var leaps: [(who: Place, after: Int64, by: Int64)] = []
    var testDescription: String { name }
  }

  /// Whose process it is; the recipients share a clock.
  enum Place: CaseIterable { case sender, recipients, agent }

  struct End: Sendable {
    let outcomes: [TransferOutcome?]
    /// How often each recipient has put the package where it belongs, by the digest of its manifest.
    let kept: [Set<Digest>]
    let manifest: TransferManifest?
    /// What the sender can show.
    let sent: TransferBundle?
    /// What each recipient could show when it had answered last.
    let taken: [Int: TransferBundle]
  }

  private struct State {
    var desks: [Int: TransferDesk] = [:]
    var agent: DeliveryAgent?
    var attempts: [Int: Int] = [:]
    var kept: [Int: Set<Digest>] = [:]
    var machine: TransferSenderMachine?
    var sent: TransferBundle?
    var taken: [Int: TransferBundle] = [:]
  }

  let parcel: Parcel
  let trouble: Trouble
  private let clocks: [Place: LeapingClock]
  private let time: VirtualTime
  private let state = Mutex(State())

  init(_ parcel: Parcel, _ trouble: Trouble, time: VirtualTime) {
    self.parcel = parcel
    self.trouble = trouble
    self.time = time
    clocks = Dictionary(uniqueKeysWithValues: Place.allCases.map { ($0, LeapingClock(time)) })
    for leap in trouble.leaps {
      clocks[leap.who]?.leap(at: time.now().advanced(by: Span(seconds: leap.after)), by: leap.by)
    }
  }

  private func clock(_ place: Place) -> LeapingClock { clocks[place] ?? LeapingClock(time) }

  var end: End {
    state.withLock { state in
      End(
        outcomes: parcel.recipients.map { state.machine?.outcome(for: $0.key.thumbprint) },
        kept: parcel.recipients.indices.map { state.kept[$0] ?? [] }, manifest: state.machine?.manifest,
        sent: state.sent, taken: state.taken)
    }
  }

  /// One life of the sender's process.
  func send(_ archive: InMemoryArchive) async throws {
    let conversation = ConversationID(machine: TransferSenderMachine.identity.name, id: "\(parcel.order.id)")
    if try await archive.journal.entries(of: conversation).isEmpty {
      try await archive.journal.append(
        JournalEntry.beginning(TransferSenderMachine.self, with: .opened(parcel.order), at: clock(.sender).now()),
        to: conversation)
    }
    let sender = TransferSender(
      key: parcel.sender, link: self, agent: parcel.order.agent == nil ? nil : self, time: clock(.sender))
    let driver = MachineDriver(
      TransferSenderMachine(), conversation: conversation, journal: archive.journal, time: clock(.sender),
      logger: Logger(label: "sender")
    ) { action in
      try await sender.perform(action)
    }
    let machine = try await driver.run()
    // The first entry is the header.
    let events = try await archive.journal.entries(of: conversation).dropFirst().map {
      try TransferSenderEvent(canonicalBytes: $0.bytes, limits: TransferBundle.limits)
    }
    let bundle = try? TransferBundle(sent: events, agents: [parcel.agent.publicKey], roles: [])
    state.withLock { state in
      state.machine = machine
      state.sent = bundle
    }
  }

  func openDesk(_ number: Int, _ archive: InMemoryArchive) async throws {
    let recipient = parcel.recipients[number]
    let desk = TransferDesk(
      key: recipient.key, sealingKey: recipient.sealing, keeper: Keeper(world: self, number: number),
      journal: archive.journal, time: clock(.recipients), logger: Logger(label: "recipient"))
    state.withLock { $0.desks[number] = desk }
    try await desk.resume()
  }

  func openAgent(_ archive: InMemoryArchive) {
    let agent = DeliveryAgent(records: archive.records, key: parcel.agent)
    state.withLock { $0.agent = agent }
  }

  func desk(_ number: Int) -> TransferDesk? { state.withLock { $0.desks[number] } }

  static func law(
    _ parcel: Parcel, _ trouble: Trouble = Trouble(), judge: @escaping @Sendable (End) -> String?
  ) -> CrashLaw<End> {
    CrashLaw(start: Parcel.start, horizon: Span(seconds: 30 * 86_400)) { time in
      let world = TransferWorld(parcel, trouble, time: time)
      var parties = [CrashParty.worker("sender") { try await world.send($0) }]
      for number in parcel.recipients.indices {
        parties.append(.server("recipient-\(number)") { try await world.openDesk(number, $0) })
      }
      if parcel.order.agent != nil { parties.append(.server("agent") { world.openAgent($0) }) }
      return CrashScenario(parties) { world.end }
    } judge: {
      judge($0)
    }
  }
}

extension TransferWorld: TransferLink {
  private struct Lost: Error {}

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    guard let number = parcel.recipients.firstIndex(where: { $0.key.thumbprint == recipient }) else { throw Lost() }
    let attempt = state.withLock { state in
      state.attempts[number, default: 0] += 1
      return state.attempts[number] ?? 0
    }
    if trouble.silent.contains(number) || attempt <= trouble.lostLetters { throw Lost() }
    guard let desk = desk(number) else { throw Lost() }
    if trouble.doubles { _ = try await desk.answer(letter, from: parcel.sender.thumbprint) }
    let reply = try await desk.answer(letter, from: parcel.sender.thumbprint)
    try await note(number, desk, letter.journalledManifest)
    if attempt <= trouble.lostLetters &+ min(trouble.lostReplies, .max - trouble.lostLetters) { throw Lost() }
    guard trouble.forger == number else { return reply }
    return .kept(try parcel.receipt(number, for: Parcel.manifest(from: parcel.sender, to: [recipient])))
  }
}

extension TransferWorld {
  /// What a recipient that has answered can show.
  private func note(_ number: Int, _ desk: TransferDesk, _ manifest: TransferManifest) async throws {
    let recipient = parcel.recipients[number]
    guard let machine = try await desk.machine(of: manifest) else { return }
    let bundle = try TransferBundle(
      taken: machine, by: recipient.key.thumbprint, openedWith: recipient.sealing, roles: [])
    state.withLock { $0.taken[number] = bundle }
  }
}

extension TransferWorld: DeliveryAgentLink {
  var agent: PublicKey { parcel.agent.publicKey }
  func destination(of recipient: Thumbprint) -> String? { nil }

  private func openAgent() throws -> DeliveryAgent {
    guard let agent = state.withLock(\.agent) else { throw Lost() }
    return agent
  }

  func submit(_ letter: TransferLetter, on commission: SignedStatement) async throws -> SignedStatement {
    try await openAgent().submit(letter, on: commission, at: clock(.agent).now())
  }

  func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress {
    let agent = try openAgent()
    _ = try await agent.handOver(over: self, at: clock(.agent).now())
    return try await agent.progress(of: transfer, to: recipient)
  }
}

/// A recipient's store, which outlives its process.
private struct Keeper: TransferKeeper {
  let world: TransferWorld
  let number: Int

  func judge(_ arrived: ArrivedTransfer) async throws -> Refusal? {
    world.trouble.unwilling.contains(number) ? Refusal(.userDeclined, blame: .us, "not wanted") : nil
  }

  func keep(_ arrived: ArrivedTransfer) async throws {
    precondition(arrived.package == world.parcel.order.package)
    world.keep(arrived.manifest.digest, at: number)
  }
}

extension TransferWorld {
  fileprivate func keep(_ manifest: Digest, at number: Int) {
    state.withLock { _ = $0.kept[number, default: []].insert(manifest) }
  }
}

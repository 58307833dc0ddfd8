import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting

/// Transfers of one kind from a sender to a recipient over HTTP, each with a journal on SQLite, every event durable before it is
/// handled. Keys and packages are made before the clock runs.
struct TransferLoad {
  let bytes: Int
  let isConfidential: Bool
  let asksReceipt: Bool
  let client: any Transport

  private static let limits = RouteLimits(body: TransferLetter.limits.bytes, time: Span(seconds: 60))

  /// One round. Throws when a transfer does not end with what was asked for.
  func run(transfers: Int, callers: Int) async throws -> TransferRound {
    try await Scratch.withAsync { scratch in
      let archives = try ["sender", "recipient"].map {
        try SQLiteArchive(path: scratch.file("\($0).sqlite"), masterKey: [UInt8](repeating: 7, count: 32))
      }
      let (key, recipient, sealing) = (SigningKey(), SigningKey(), SealingKey())
      let desk = TransferDesk(
        key: recipient, sealingKey: sealing, keeper: WillingKeeper(), journal: archives[1].journal, time: SystemTime(),
        logger: LoopbackServer.quiet)
      let letters = Route(.post, "/letters", summary: "Takes a letter.", limits: Self.limits) { request, _ in
        let json = try CanonicalJSON.decode(request.body, limits: TransferLetter.limits)
        return .json(try await desk.answer(TransferLetter(json: json), from: key.thumbprint))
      }
      let to = TransferOrder.Recipient(
        key: recipient.thumbprint, sealingKey: isConfidential ? sealing.publicKey : nil)
      let orders = try (0..<transfers).map { try order($0, from: key, to: to) }
      let round = try await LoopbackServer.with("Benchmark recipient", [letters]) { address in
        let transport = CountingTransport(client)
        let sender = TransferSender(
          key: key, link: LetterLine(transport: transport, address: address), agent: nil, time: SystemTime())
        let journal = archives[0].journal
        return try await TransferRound.timed(
          transfers, callers: callers, over: transport,
          commits: { archives.map(\.statistics.commits).reduce(0, +) }
        ) { number in
          try await send(orders[number], sender, journal)
        }
      }
      for archive in archives { try archive.close() }
      return round
    }
  }

  private func order(
    _ number: Int, from key: SigningKey, to recipient: TransferOrder.Recipient
  ) throws -> TransferOrder {
    var numbers = SystemRandomNumberGenerator()
    return try TransferOrder(
      id: ID(using: &numbers), sender: key.publicKey, recipients: [recipient],
      package: TransferPackage(
        form: Designation("bytes"), bytes: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes)),
      options: TransferOptions(isConfidential: isConfidential, asksReceipt: asksReceipt),
      key: TransferKey(using: &numbers), agent: nil)
  }

  private func send(_ order: TransferOrder, _ sender: TransferSender, _ journal: any Journal) async throws {
    let conversation = ConversationID(machine: TransferSenderMachine.identity.name, id: "\(order.id)")
    try await journal.append(
      JournalEntry.beginning(TransferSenderMachine.self, with: .opened(order), at: SystemTime().now()),
      to: conversation)
    let machine = try await MachineDriver(
      TransferSenderMachine(), conversation: conversation, journal: journal, time: SystemTime(),
      logger: LoopbackServer.quiet
    ) { action in
      try await sender.perform(action)
    }.run()
    switch machine.outcome(for: order.recipients[0].key) {
    case .received where asksReceipt: return
    case .acknowledged where !asksReceipt: return
    case let other: throw BenchmarkError("a transfer has ended otherwise: \(other.map { "\($0)" } ?? "not at all")")
    }
  }
}

/// The way of letters to the one recipient.
private struct LetterLine: TransferLink {
  let transport: any Transport
  let address: Address

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    let reply = try await transport.send(
      Request(.post, "/letters", contentType: "application/json", body: letter.canonicalBytes), to: address,
      largest: 64 << 10, within: Span(seconds: 60))
    return try reply.value(as: TransferReply.self, largest: 64 << 10)
  }
}

/// Wants everything. What it keeps stands in the recipient's journal already.
private struct WillingKeeper: TransferKeeper {
  func judge(_ arrived: ArrivedTransfer) async throws -> Refusal? { nil }
  func keep(_ arrived: ArrivedTransfer) async throws {}
}

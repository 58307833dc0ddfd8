import Foundation
import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments

/// One party of one exchange or transfer: agrees with the peer, runs it to its end, and hands out the party's ciphertexts.
actor PartyDesk {
  static let numbers = RecordTable("party_number")
  static let numberKey = Array("number".utf8)

  nonisolated let agreement: PartyAgreement
  nonisolated let home: Home
  nonisolated let keys: PartyKeys
  nonisolated let counterparts: PartyCounterparts
  nonisolated let transport: any Transport
  nonisolated let time: any TimeSource
  nonisolated let address: Address
  nonisolated let logger: Logger
  nonisolated let hooks: PartyHooks
  /// Tells the owner what becomes of what is asked here.
  nonisolated let announce: @Sendable (PartyLine) -> Void
  private var preparing: (number: Nonce, task: Task<PartyGoods, any Error>)?
  private(set) var open: Opened?
  /// The offer of a transfer that is given here.
  var sending: TransferOffer?
  var receiving: Receiving?
  /// The contract of several parties that is coordinated here, and what shows that it binds.
  var contract: OpenContract?
  var concluded: ContractBundle?
  /// The streams that are given here, by their places.
  var streaming: [String: Streaming] = [:]
  /// Rings when a recipient has something to look at.
  nonisolated let arrivals: AsyncStream<Void>
  nonisolated let arriving: AsyncStream<Void>.Continuation
  private let agreements: AsyncStream<Opened>
  private let agreeing: AsyncStream<Opened>.Continuation

  init(
    _ agreement: PartyAgreement, at address: Address, home: Home, counterparts: PartyCounterparts,
    transport: any Transport, time: any TimeSource, logger: Logger, hooks: PartyHooks,
    announce: @escaping @Sendable (PartyLine) -> Void
  ) throws {
    self.agreement = agreement
    self.home = home
    keys = PartyKeys(seed: try home.unattendedSeed())
    self.counterparts = counterparts
    self.transport = transport
    self.time = time
    self.address = address
    self.logger = logger
    self.hooks = hooks
    self.announce = announce
    (agreements, agreeing) = AsyncStream.makeStream()
    (arrivals, arriving) = AsyncStream.makeStream()
  }

  var archive: SQLiteArchive { home.archive }
  nonisolated var money: PartyMoney {
    PartyMoney(
      agreement: agreement, counterparts: counterparts, keys: keys, records: home.archive.records,
      transport: transport, time: time)
  }

  /// Goes on with an exchange or a transfer that was agreed before, or makes ready for one.
  func start() async throws {
    if let agreed = try await AgreedExchange.stored(in: archive.records) { return try await begin(agreed) }
    if agreement.isTransfer, let offer = try await TransferRecord(records: archive.records).offer {
      if agreement.gives.isEmpty { try receive(offer) } else { sending = offer }
      return
    }
    if let agreed = try await AgreedContract.stored(in: archive.records) { return try begin(contract: agreed) }
    try await money.prepare()
  }

  /// The party's data, read and hashed once for each start and each number under which somebody asks for it.
  func goods(_ number: Nonce) async throws -> PartyGoods {
    if let preparing, preparing.number == number { return try await preparing.task.value }
    let (agreement, keys, hooks) = (agreement, keys, hooks)
    let task = Task {
      try await PartyGoods.prepare(PartyOffer.places(agreement), keys: keys, number: number, hooks: hooks)
    }
    preparing = (number, task)
    return try await task.value
  }

  /// Opens an exchange that is durable. Opening it again changes nothing.
  func begin(_ agreed: AgreedExchange) async throws {
    let opened: Opened =
      if agreed.side.terms.body.level == .incremental {
        .pieces(try await pieces(agreed))
      } else {
        .exchange(try await exchange(agreed))
      }
    guard open == nil else { return }
    open = opened
    agreeing.yield(opened)
  }

  private func exchange(_ agreed: AgreedExchange) async throws -> OpenExchange {
    let performer = try await performer(agreed)
    let driving = Late<MachineDriver<ExchangeMachine>>()
    let hooks = hooks
    let driver = MachineDriver(
      ExchangeMachine(agreed.side, at: agreed.began), conversation: OpenExchange.conversation(agreed.id),
      journal: archive.journal, time: time,
      retry: RetryPolicy(first: Span(seconds: 1), longest: Span(seconds: 4)), logger: logger
    ) { action in
      let machine = try await driving.value.machine
      return hooks.events(try await performer.perform(action, of: machine))
    }
    driving.set(driver)
    return OpenExchange(agreed: agreed, journal: archive.journal, driver: driver, driving: driving)
  }

  /// Runs to its end what has been agreed on, once it has been, and writes the evidence. Returns what is to be said of it.
  func run() async throws -> PartyLine? {
    for await opened in agreements {
      let id = opened.agreed.id
      switch opened {
      case .exchange(let open):
        guard let outcome = try await open.run(settling: agreement.settling, time: time).outcome else { return nil }
        if outcome == .completed { try await keepCertificates(of: open.agreed) }
        return .ended(
          outcome, exchange: id, evidence: try await keepEvidence(of: opened),
          unexpected: outcome == .completed ? try await unexpected(in: open.agreed) : nil)
      case .pieces(let open):
        guard let outcome = try await open.run().outcome else { return nil }
        return .gaveInPieces(
          PartyPiecesEnd(
            outcome: outcome, exchange: id, evidence: try await keepEvidence(of: opened),
            unexpected: try await unexpected(in: open.agreed, after: outcome)))
      }
    }
    throw CancellationError()
  }

  /// Writes the file with all that the party can show of what is under way, and says where it is.
  func keepEvidence(of opened: Opened) async throws -> String {
    switch opened {
    case .exchange(let open): try keep(evidence: await bundle(of: open.agreed))
    case .pieces(let open): try keep(evidence: await pieceBundle(of: open.agreed))
    }
  }

  /// All evidence of the exchange, from the journal.
  func bundle(of agreed: AgreedExchange) async throws -> ExchangeBundle {
    let entries = try await archive.journal.entries(of: OpenExchange.conversation(agreed.id))
    let events = try entries.dropFirst().map {
      try ExchangeEvent(canonicalBytes: $0.bytes, limits: ExchangeBundle.limits)
    }
    return try ExchangeBundle(agreed.side, events: events, roles: counterparts.statements)
  }

  /// By which the issuers issue what this party gives.
  nonisolated func grants() throws -> [CredentialGrant] {
    try agreement.gives.compactMap(\.grant).map { try CredentialGrant.read($0) }
  }

  /// The data that is given in the exchange or the transfer of this id, and the secret that it is sealed under. Refuses with
  /// `notFound` any other.
  func giving(_ id: Digest) async throws -> (goods: PartyGoods, secret: OpeningSecret) {
    if let open, open.agreed.id == id { return (try await goods(open.agreed.number), open.agreed.side.secret) }
    guard let sending, sending.id == id else {
      throw Refusal(.notFound, blame: .peer, "nothing of this name is given here")
    }
    return (try await goods(sending.number), try keys.secret(sending.number))
  }

  /// Writes the file with what the party can show, at once or not at all.
  nonisolated func keep(evidence: some CanonicalValue) throws -> String {
    let file = home.path + "/evidence.json"
    try Data(evidence.canonicalBytes).write(to: URL(filePath: file), options: .atomic)
    return file
  }

  /// - Parameter items: what the peer gives, in the order in which this party expects it.
  func shelf(_ peer: Address, of items: [DescribedItem]) -> PartyShelf {
    var expectations: [String: ItemExpectation] = [:]
    for (expected, item) in zip(agreement.expects, items) { expectations[item.path] = expected.expectation }
    return PartyShelf(
      peer: PeerClient(transport: transport, address: peer), records: archive.records, blobs: home.blobs,
      folder: home.path + "/received", time: time, expectations: expectations)
  }

  private func performer(_ agreed: AgreedExchange) async throws -> ExchangePerformer {
    let number = agreed.number
    let goods = try await goods(number)
    let grants = try grants()
    let peer = PeerClient(transport: transport, address: agreed.peer)
    let arbiter = try counterparts.requireArbiter()
    let calls = PartyArbiterDesk(transport: transport, address: arbiter.address, time: time)
    let (key, reply) = (keys.signing(number), try keys.reply(number))
    let policy = agreement.settling.map { settling in
      PartySettlementPolicy(
        silence: ArbiterSilence(arbiter: calls, key: key, reply: reply.publicKey, span: settling.after, time: time))
    }
    return ExchangePerformer(
      key: key, refund: keys.refund(number).thumbprint, reply: reply,
      means: ExchangeMeans(
        purses: try money.purses(number), tills: money.tills(number),
        registries: grants.map { RegistryClient(transport: transport, grant: $0, arbiter: arbiter.key) },
        issuers: grants.map { IssuerClient($0, among: grants, transport: transport) }, source: goods,
        sink: shelf(agreed.peer, of: agreed.side.items(of: agreed.side.role.peer)),
        settling: policy),
      peer: PartyLink(peer: peer, exchange: agreed.id),
      arbiter: calls, time: time)
  }
}

public import Logging
public import SemperArchive
import SemperCoding
public import SemperCommerce
public import SemperCommunication
public import SemperCryptography
public import SemperEcash
public import SemperEngine
public import SemperExchange
public import SemperModel
import SemperPayments
public import SemperPreferences
public import SemperTerms
public import SemperTrustedUI

/// Runs a buyer's deals: opens new ones, resumes those that a crash or a closed lid left open, and tells how they ended.
public struct BuyerDeals: Sendable {
  static let machine = DealMachine.identity.name
  /// Longer than a shop takes to tell what it has said.
  private static let momentForNews = Span(seconds: 1)

  /// What a wallet's deals share.
  public struct Surroundings: Sendable {
    public var archive: any Archive
    public var blobs: any BlobStore
    public var transport: any Transport
    public var keys: WalletKeys
    public var roles: RoleVerifier
    public var policy: SpendingPolicy
    /// What services may do of which nobody whom the owner trusts has said that they are fair.
    public var services: ServicePolicy
    public var display: any TrustedDisplay
    public var time: any TimeSource
    public var logger: Logger
    public var goods: GoodsPlaces

    public init(
      archive: any Archive, blobs: any BlobStore, transport: any Transport, keys: WalletKeys,
      roles: RoleVerifier, policy: SpendingPolicy, services: ServicePolicy = .cautious(.euro),
      display: any TrustedDisplay, time: any TimeSource, logger: Logger, goods: GoodsPlaces
    ) {
      self.archive = archive
      self.blobs = blobs
      self.transport = transport
      self.keys = keys
      self.roles = roles
      self.policy = policy
      self.services = services
      self.display = display
      self.time = time
      self.logger = logger
      self.goods = goods
    }
  }

  let around: Surroundings
  let retry: RetryPolicy
  private let purses = Purses()
  let clock = PhaseClock()
  /// What the owner has said to the steps of its deals.
  public let words: StepWords
  /// Who pays what was agreed with the seller; without one deals are paid with the purse at the bank of the offer.
  private var manager: PaymentManager?

  public init(_ surroundings: Surroundings, retry: RetryPolicy = RetryPolicy()) {
    around = surroundings
    words = StepWords(records: surroundings.archive.records)
    self.retry = retry
  }

  /// The same deals, paid by this manager where one has agreed on a payment.
  func paid(by manager: PaymentManager) -> BuyerDeals {
    var deals = self
    deals.manager = manager
    return deals
  }

  /// A fresh name for a deal.
  public static func draw() -> ID<Deal> {
    var generator = SystemRandomNumberGenerator()
    return ID(using: &generator)
  }

  /// Opens a deal on a found offer. Durable when it returns; `run` does the rest, now or after a restart. Refuses (`notEvaluated`), before
  /// any key or purse is touched, terms that the owner's policy for services denies.
  ///
  /// - Parameters:
  ///   - patience: how long to wait for the seller before going to the arbiter; less than the complaint window.
  ///   - deal: its name, when that had to be known before.
  ///   - payment: what was agreed with the seller about paying.
  ///   - ledger: the description of the bank that locks the money, where that is another than the offer's.
  ///   - folder: where the goods of this deal go, a folder that does not exist; by default one under the home.
  ///   - expects: what the goods must be for anything to be ordered; `nil` for whatever the offer describes.
  ///   - accepted: the terms that the owner has read and takes part under, though nobody has evaluated them.
  ///   - appraised: what a look at this offer, with these accepted terms, has come to; without it there is one now.
  ///   - again: whether an offer from a file is bought once more that was bought before, which is refused otherwise.
  public func open(
    _ found: FoundOffer, as deal: ID<Deal> = BuyerDeals.draw(), paying payment: DealPayment? = nil,
    at ledger: SignedStatement? = nil, patience: Span, goods folder: String? = nil,
    expecting expects: ItemExpectation? = nil, accepting accepted: AcceptedTerms? = nil,
    appraised: ServiceAppraisal? = nil, again: Bool = false
  ) async throws -> ID<Deal> {
    let appraisal: ServiceAppraisal
    if let appraised { appraisal = appraised } else { appraisal = try await appraise(found, accepting: accepted) }
    guard appraisal.service == found.terms.digest else {
      throw Refusal(.termsChanged, blame: .peer, "the offer is under other terms than those that were looked at")
    }
    try appraisal.requirePermission()
    var generator = SystemRandomNumberGenerator()
    if let folder { try await around.goods.name(folder, for: deal) }
    let now = await around.time.now()
    let shown = try await shown(for: found, in: deal, at: now)
    let opening = DealOpening(
      side: .buyer, deal: deal, terms: found.terms.signed, offer: found.offer.signed,
      key: around.keys.signing(deal).publicKey, nonce: Nonce(using: &generator),
      secret: OpeningSecret(using: &generator), refund: around.keys.refund(deal).thumbprint,
      reply: try around.keys.reply(deal).publicKey, patience: patience, opened: now, expects: expects,
      payment: payment, shown: shown)
    let (purseKeys, arbiter) = (purseKeys, found.offer.content.arbiter.key)
    try await DealArchive(around.archive).begin(
      opening,
      roles: [found.seller, found.bank, found.arbiter].map(\.statement.signed)
        + [ledger].compactMap(\.self), at: now,
      beside: {
        try purseKeys.note(deal: deal, arbiter: arbiter, in: $0)
        try ServiceRecords.note(appraisal, of: found.terms, for: deal, in: $0)
        if found.isFromFile { try BoughtFiles.note(found.offer.digest, in: deal, again: again, $0) }
      })
    return deal
  }

  /// Runs a deal to its end, or until it needs a word of its owner that has not been said. May be cancelled at any time and run again.
  ///
  /// - Parameter exception: an exception of the terms that the owner raises now.
  public func run(_ deal: ID<Deal>, raising exception: String? = nil) async throws -> DealMachine {
    let opening = try await restored(deal)
    guard let record = opening.record else {
      throw WalletError(.notFound, .errorDeal)
    }
    if opening.isFinished { return opening }
    let folder = try await folder(for: record)
    if let exception, !opening.exceptions.contains(exception) {
      let known = opening.exceptions.joined(separator: ", ")
      throw Refusal(
        .outsideTerms, blame: .us,
        "the terms let you raise no “\(exception.prefix(64))” now\(known.isEmpty ? "" : "; only \(known)")")
    }
    let driver = try await driver(of: record, folder)
    guard let ended = try await end(of: driver, deal, exception) else { return try await restored(deal) }
    folder.tidy(deal)
    return ended
  }

  /// The machine at its end; `nil` when the owner has to say something first.
  private func end(
    of driver: MachineDriver<DealMachine>, _ deal: ID<Deal>, _ exception: String?
  ) async throws -> DealMachine? {
    let teller = WaitTeller(display: around.display, time: around.time)
    let telling = Task { await teller.follow(driver) }
    defer { telling.cancel() }
    return try await withThrowingTaskGroup(of: DealMachine?.self) { group in
      group.addTask { try await driver.run() }
      group.addTask {
        if let exception { try await driver.submit(.raised(exception)) }
        try await missing(driver, deal)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  /// Returns when the deal needs a word of its owner. Where the other side may have said something meanwhile, such as that the event is
  /// called off, that is heard first.
  private func missing(_ driver: MachineDriver<DealMachine>, _ deal: ID<Deal>) async throws {
    while true {
      try await words.missing(in: deal)
      let (machine, revision) = await driver.current
      if machine.expectsPeer {
        let until = await around.time.now().advanced(by: Self.momentForNews)
        if try await driver.changes(after: revision, until: until, by: around.time) { continue }
      }
      if words.isMissing(in: deal) { return }
    }
  }

  /// What runs a deal that has begun.
  func driver(of record: DealRecord) async throws -> MachineDriver<DealMachine> {
    try await driver(of: record, try await folder(for: record))
  }

  private func driver(of record: DealRecord, _ folder: GoodsFolder) async throws -> MachineDriver<DealMachine> {
    let performer = try await performer(for: record, folder)
    let machines = CurrentMachine()
    let driver = DealArchive(around.archive).driver(
      of: DealArchive.conversation(record.opening.deal), time: around.time, retry: retry, logger: around.logger,
      performer: performer
    ) { await machines.current() }
    machines.follow(driver)
    return driver
  }

  /// Removes what the download of an ended deal may have left, when the process was killed before it could.
  func tidy(_ machine: DealMachine) async throws {
    guard machine.isFinished, let record = machine.record else { return }
    try await folder(for: record).tidy(record.opening.deal)
  }

  /// All deals of this wallet, oldest first, as their journals tell.
  public func all() async throws -> [DealMachine] {
    var deals = [DealMachine]()
    for conversation in try await around.archive.journal.conversations(of: Self.machine) {
      deals.append(try await restored(ID(text: conversation.id)))
    }
    return deals
  }

  public func restored(_ deal: ID<Deal>) async throws -> DealMachine {
    var machine = DealMachine()
    try Replay.restore(
      &machine, from: try await around.archive.journal.entries(of: DealArchive.conversation(deal)))
    return machine
  }

  var purseKeys: WalletPurseKeys {
    WalletPurseKeys(records: around.archive.records, keys: around.keys)
  }

  /// The purse at the bank that an offer names.
  public func purse(at bank: Offer.Provider) -> EcashPurse {
    purses.purse(at: bank) {
      EcashPurse(
        records: around.archive.records,
        client: MintClient(
          transport: around.transport, address: bank.address, mint: bank.key,
          auditors: .certified(by: around.roles.roots)),
        seed: around.keys.purse, account: around.keys.account, keys: purseKeys, time: around.time)
    }
  }

  /// How rulings on its deals are found.
  var hearing: WalletHearing {
    WalletHearing(
      records: around.archive.records, transport: around.transport, words: words, time: around.time)
  }

  private func folder(for record: DealRecord) async throws -> GoodsFolder {
    GoodsFolder(
      transport: around.transport, shop: record.offer.shop, blobs: around.blobs,
      target: try await around.goods.folder(of: record.opening.deal), isOneOfMany: record.course != nil,
      display: around.display, time: around.time)
  }

  private func performer(for record: DealRecord, _ folder: GoodsFolder) async throws -> DealPerformer {
    let opening = record.opening
    let offer = record.offer
    let appraisal = try await appraisal(of: opening.deal)
    return DealPerformer(
      keys: DealKeys(signing: around.keys.signing(opening.deal), reply: try around.keys.reply(opening.deal)),
      peer: ShopClient(transport: around.transport, address: offer.shop),
      arbiter: ArbiterClient(transport: around.transport, address: offer.arbiterAddress),
      money: manager.map { DealMoney.managed($0, otherwise: .purse(purse(at: offer.bank))) }
        ?? .purse(purse(at: offer.bank)),
      source: nil,
      sink: folder,
      means: WalletStepMeans(
        transport: around.transport, keys: around.keys, hearing: hearing, time: around.time),
      judgement: BuyerJudgement(
        display: around.display, policy: around.policy, seller: sellerName(record),
        arbiter: try await arbiterName(record), appraisal: appraisal, clock: clock, words: words,
        roles: RoleDesk(
          roles: WalletRoles(records: around.archive.records), display: around.display, time: around.time,
          appraisal: appraisal)),
      evidence: around.archive.evidence, time: around.time)
  }
}

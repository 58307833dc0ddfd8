public import Logging
public import SemperArchive
public import SemperArchiveSQLite
import SemperBank
import SemperCoding
public import SemperCommerce
public import SemperCommunication
import SemperCryptography
public import SemperEcash
public import SemperEngine
public import SemperExchange
public import SemperModel
import SemperPayments
public import SemperPreferences
public import SemperTrustedUI

/// A wallet in its home directory: opened with the passphrase by one process at a time, complete with its bank, its trust
/// list and its deals.
public struct WalletHome: Sendable {
  public let home: Home
  public let deals: BuyerDeals
  public let payments: WalletPayments
  public let bank: Offer.Provider
  let transport: any Transport
  let time: any TimeSource
  let keys: WalletKeys
  let card: InsertedCard?
  let chip: InsertedChip?

  /// What a wallet needs from its program.
  public struct Program: Sendable {
    public var transport: any Transport
    public var display: any TrustedDisplay
    public var time: any TimeSource
    public var logger: Logger
    /// What may be spent; `nil` for the limits that the home keeps.
    public var policy: SpendingPolicy?
    /// Whether the owner has said yes beforehand to what would be asked about amounts up to the limit.
    public var isAgreed: Bool

    public init(
      transport: any Transport, display: any TrustedDisplay, time: any TimeSource, logger: Logger,
      policy: SpendingPolicy? = nil, isAgreed: Bool = false
    ) {
      self.isAgreed = isAgreed
      self.transport = transport
      self.display = display
      self.time = time
      self.logger = logger
      self.policy = policy
    }
  }

  // MARK: Making and opening

  /// Makes a wallet: its trust list, and an account at the bank, whose description must be certified by a trusted authority.
  ///
  /// The home comes last and is complete as soon as it is there: when this is interrupted, it can be called again.
  ///
  /// - Parameter seed: 32 bytes, new ones or those of a wallet to be restored. They must be kept before.
  public static func create(
    at path: String, passphrase: String, seed: [UInt8], strength: PassphraseStrength = .standard,
    trust: TrustList, bank: Address, program: Program
  ) async throws -> WalletHome {
    let now = await program.time.now()
    let finder = OfferFinder(program.transport, roles: RoleVerifier(roots: trust.certificates))
    let role = try await finder.role(.bank, at: bank, now: now)
    let bank = Offer.Provider(key: role.description.key, address: bank)
    var generator = SystemRandomNumberGenerator()
    _ = try await MintClient(
      transport: program.transport, address: bank.address, mint: bank.key,
      auditors: .certified(by: trust.certificates)
    )
    .openAccount(
      for: WalletKeys(seed: seed).account, currency: .euro, operation: ID(using: &generator), now: now)
    let home = try Home.create(
      at: path, passphrase: passphrase, strength: strength, seed: seed,
      beside: WalletFiles.new(trust, bank, role.statement.signed))
    return try WalletHome(home, passphrase: passphrase, program)
  }

  public static func open(at path: String, passphrase: String, program: Program) throws -> WalletHome {
    try WalletHome(Home.open(at: path, passphrase: passphrase), passphrase: passphrase, program)
  }

  private init(_ home: Home, passphrase: String, _ program: Program) throws {
    let files = WalletFiles(home: home.path)
    self.home = home
    bank = try files.bank()
    keys = WalletKeys(seed: try home.seed(passphrase: passphrase))
    transport = program.transport
    time = program.time
    let policy = try program.policy ?? files.limits()
    let plain = BuyerDeals(
      BuyerDeals.Surroundings(
        archive: home.archive, blobs: home.blobs, transport: program.transport, keys: keys,
        roles: RoleVerifier(roots: try files.trust().certificates), policy: program.isAgreed ? policy.agreed : policy,
        display: program.display, time: program.time, logger: program.logger,
        goods: GoodsPlaces(records: home.archive.records, common: home.path + "/goods")))
    card = try files.card().map { [keys] kept in
      InsertedCard(
        bank: try kept.provider(), description: kept.bank, card: try kept.card(openedWith: keys.cardCase()))
    }
    chip = try files.chip().map { [keys] kept in
      InsertedChip(
        number: kept.number, expires: kept.expires, reader: kept.reader,
        channel: kept.channel(in: home.archive.records),
        pin: try kept.pin(openedWith: keys.cardCase()))
    }
    let liked = try files.means()
    payments = try WalletPayments(
      plain, bank: bank, named: files.nameOfBank(), card: card, chip: chip,
      liking: program.isAgreed ? liked.withoutAsking : liked)
    deals = plain.paid(by: payments.manager)
  }

  public func close() throws { try home.close() }

  // MARK: Money

  public var purse: EcashPurse { deals.purse(at: bank) }

  /// The balance of the account at the bank.
  public func accountBalance() async throws -> Money {
    let state = try await client.account(of: keys.account, now: time.now())
    return state.balance
  }

  /// Makes this wallet one more device of its seed: what the others hold stays theirs, and no two ever make the same coin.
  public func joinOtherDevices() async throws { try await purse.joinOtherDevices() }

  /// Finds all coins again from the seed alone, and what the bank's books say beside.
  public func restore() async throws -> RestoredMoney {
    let found = try await purse.restore()
    var (withdrawn, returned) = (Int64(0), Int64(0))
    var last: Int?
    while true {
      let state = try await client.account(of: keys.account, after: last, now: time.now())
      for movement in state.movements {
        switch movement.purpose {
        case .withdraw: withdrawn -= movement.units
        case .deposit: returned += movement.units
        case .grant, .lock, .claim, .refund, .settle, .transfer, .hold, .capture, .void, .clear, .load, .unload,
          .reverse, .collect, .send, .receive, .giveBack, .refresh:
          break
        }
      }
      last = state.movements.last?.number
      guard state.more, last != nil else {
        return RestoredMoney(
          found: found, account: state.balance, withdrawn: Money(minorUnits: withdrawn, found.currency),
          returned: Money(minorUnits: returned, found.currency))
      }
    }
  }

  private var client: MintClient {
    MintClient(
      transport: transport, address: bank.address, mint: bank.key, auditors: .certified(by: deals.around.roles.roots))
  }

  // MARK: Deals

  /// Finishes what a crash or a closed lid left open: orders at the bank first, then the deals, beside one another, so that
  /// one that waits holds up no other. Takes what sellers give back and what rulings give. Says what each waits for. Returns them in the order in which they began.
  ///
  /// Throws, when all the others are done, what one of them could not go on for.
  public func resume() async throws -> [DealMachine] {
    let open = try await takeUp()
    async let refunds: Void = takeRefundsBeside()
    let ended = try await resumed(open)
    await refunds
    await followDisputesBriefly()
    return ended
  }

  private func resumed(_ open: [ID<Deal>]) async throws -> [DealMachine] {
    try await withThrowingTaskGroup(of: (Int, Result<DealMachine, any Error>).self) { group in
      for (place, deal) in open.enumerated() {
        group.addTask { (place, await Self.result { try await self.deals.run(deal) }) }
      }
      var ended: [(place: Int, result: Result<DealMachine, any Error>)] = []
      for try await result in group { ended.append(result) }
      return try ended.sorted { $0.place < $1.place }.map { try $0.result.get() }
    }
  }

  /// Runs the body, such as a purchase, while the deals that were left open go on beside it. Those that have not ended when
  /// the body has are left for the next time.
  ///
  /// - Parameter ended: told of each that ends.
  public func besideOpenDeals<Outcome: Sendable>(
    ended: @escaping @Sendable (DealMachine) -> Void, _ body: () async throws -> Outcome
  ) async throws -> Outcome {
    let open = try await takeUp()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await takeRefundsBeside() }
      for deal in open {
        group.addTask {
          switch await Self.result({ try await self.deals.run(deal) }) {
          case .success(let machine): if machine.isFinished { ended(machine) }
          case .failure(is CancellationError): break
          case .failure(let error):
            self.deals.around.logger.error(
              "a deal cannot go on; it is tried again by the next command", metadata: ["error": "\(error)"])
          }
        }
      }
      defer { group.cancelAll() }
      return try await body()
    }
  }

  private static func result(
    _ body: @Sendable () async throws -> DealMachine
  ) async -> Result<DealMachine, any Error> {
    do {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// Withdraws ahead of payments, if the wallet has been told to and it is due. What fails is tried again the next time.
  private func keepStock() async {
    do {
      guard try await purse.keepsStock() else { return }
      var generator = SystemRandomNumberGenerator()
      try await purse.keepStock(.standard, using: &generator)
    } catch {
      deals.around.logger.notice("nothing was withdrawn ahead of payments", metadata: ["error": "\(error)"])
    }
  }

  /// The open deals, after what comes before them: orders at the bank, and what ended deals left behind.
  private func takeUp() async throws -> [ID<Deal>] {
    _ = try await purse.recover()
    if try await purse.needsRecoup() { try await purse.recoup() }
    await keepStock()
    let texts = WalletTexts.of(deals.around.display.language)
    var open = [ID<Deal>]()
    for deal in try await deals.all() {
      guard !deal.isFinished else {
        try await deals.tidy(deal)
        continue
      }
      guard let record = deal.record else { continue }
      open.append(record.opening.deal)
      let whom = texts.text("whom.\(DealWait(of: deal).rawValue)")
      deals.around.display.note(
        texts(WalletText.openWaits, ["title": HumanText.line(record.offer.title.text), "whom": whom]))
    }
    return open
  }

  /// The folder with the goods of a deal; `nil` while there are none.
  public func goods(of deal: ID<Deal>) async throws -> String? { try await deals.around.goods.present(of: deal) }

  /// Finds the offer, opens a deal on it and runs it to its end.
  public func buy(
    code: String, at shop: Address, patience: Span, paying system: String? = nil
  ) async throws -> DealMachine {
    try await deals.run(try await open(find(code: code, at: shop), paying: system, patience: patience))
  }

  /// Opens a deal on a found offer, to be paid with what both payment managers have come to.
  ///
  /// - Parameters:
  ///   - system: the only payment system that may be used, such as `ecash`; by default any that suits both.
  ///   - folder, expects, accepted, appraised, again: where the goods go, what they must be, which terms the owner has read, and what a look at the
  ///     offer has come to, whether an offer from a file is bought again, as `BuyerDeals.open` has it.
  public func open(
    _ found: FoundOffer, paying system: String? = nil, patience: Span, goods folder: String? = nil,
    expecting expects: ItemExpectation? = nil, accepting accepted: AcceptedTerms? = nil,
    appraised: ServiceAppraisal? = nil, again: Bool = false
  ) async throws -> ID<Deal> {
    let deal = BuyerDeals.draw()
    if found.isFromFile, !again { try await BoughtFiles(records: home.archive.records).check(found.offer.digest) }
    let appraisal: ServiceAppraisal
    if let appraised { appraisal = appraised } else { appraisal = try await appraise(found, accepting: accepted) }
    // Before anything is agreed with the seller.
    try appraisal.requirePermission()
    // What many steps cost is known step by step; each exchange is paid with coins, as its own agreement says.
    guard PlayableTerms.isPurchase(found.terms.content) else {
      guard system == nil || system == "ecash" else {
        throw Refusal(.noCommonPayment, blame: .us, "deals of many steps are paid with ecash; leave --pay out")
      }
      guard try !payments.preferences(paying: system).avoided.contains(WalletSystem.ecash.scheme) else {
        throw Refusal(
          .noCommonPayment, blame: .us, "deals of many steps are paid with ecash, which the preferences avoid")
      }
      return try await deals.open(
        found, as: deal, patience: patience, goods: folder, expecting: expects, appraised: appraisal, again: again)
    }
    let payment = try await payments.agree(
      on: found, for: deal, preferences: payments.preferences(paying: system))
    return try await deals.open(
      found, as: deal, paying: payment, at: try await description(of: payment.ledger, besides: found.bank),
      patience: patience, goods: folder, expecting: expects, appraised: appraisal, again: again)
  }

  /// What a bank of this wallet that locks the money of a deal says of itself now; `nil` for the bank of the offer, which is described
  /// there.
  private func description(of ledger: PublicKey, besides offered: VerifiedRole) async throws -> SignedStatement? {
    guard ledger != offered.description.key,
      let provider = [bank, card?.bank].compactMap(\.self).first(where: { $0.key == ledger })
    else { return nil }
    let role = try await OfferFinder(transport, roles: deals.around.roles)
      .role(.bank, at: provider.address, now: await time.now())
    guard role.description.key == ledger else {
      throw Refusal(.untrusted, blame: .provider, "the bank at \(provider.address) has another key than it had")
    }
    return role.statement.signed
  }

  /// Refuses, beside what an `OfferFinder` refuses, an offer to be paid at a bank where this wallet has no money, and to which its own
  /// bank does not transfer.
  ///
  /// - Parameter issuers: whose credentials count where the terms ask a seller for some, beside those that the home names.
  public func find(
    code: String, at shop: Address, trusting issuers: TrustedIssuers = .none
  ) async throws -> FoundOffer {
    try await payable(finder(issuers).find(code: code, at: shop, now: await time.now()))
  }

  /// Likewise for an offer from a file, after its shop, bank and arbiter have been asked.
  public func find(reaching file: OfferFile, trusting issuers: TrustedIssuers = .none) async throws -> FoundOffer {
    try await payable(finder(issuers).find(reaching: file, now: await time.now()))
  }

  /// An offer from a file, by the file alone; also one to be paid at a bank that this wallet does not reach.
  public func find(
    in file: OfferFile, trusting issuers: TrustedIssuers = .none, at now: Timestamp
  ) throws -> FoundOffer {
    try finder(issuers).find(in: file, now: now)
  }

  private func finder(_ issuers: TrustedIssuers) throws -> OfferFinder {
    OfferFinder(
      transport, roles: deals.around.roles, issuers: try WalletFiles(home: home.path).issuers().joined(issuers))
  }

  private func payable(_ found: FoundOffer) async throws -> FoundOffer {
    let key = found.bank.description.key
    let isReached = if key == bank.key { true } else { try await payments.banks.reach(key) }
    guard isReached else {
      throw WalletError(
        .notPossible, .errorBank, ["bank": found.offer.content.bank.address.text, "own": bank.address.text])
    }
    return found
  }

  /// The evidence of a deal as a bundle that anybody can verify offline.
  public func bundle(of deal: ID<Deal>) async throws -> EvidenceBundle {
    try EvidenceBundle(deal: deal, items: try await home.archive.evidence.items(of: deal))
  }
}

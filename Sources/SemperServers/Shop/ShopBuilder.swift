import Foundation
import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCertification
import SemperChipper
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCredentialSystems
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms

/// Puts a shop together: certificate, bank and arbiter, goods, terms, offers, and the deals that are still open.
struct ShopBuilder: Sendable {
  let options: ShopOptions
  let runner: RoleRunner
  let home: RoleHome
  let trust: TrustList
  let draft: TermsDraft
  let courses: [Course]
  let pages: ShopPages
  let transport: any Transport
  let surroundings: ShopSurroundings

  private var archive: any Archive { home.home.archive }
  private var time: any TimeSource { runner.time }

  func build(at address: Address) async throws -> (shop: Shop, identity: RoleIdentity) {
    let identity = try await runner.identity(in: home, transport: transport)
    let bank = try await role(.bank, at: options.bank)
    let arbiter = try await role(.arbiter, at: options.arbiter)
    guard let arbiterTerms = arbiter.arbiter else {
      throw ServerError(.counterpart, "the arbiter's description does not show its terms; ask its operator")
    }
    let counterparts = try await counterparts(bank, arbiter, identity, at: address)
    let seed = try home.home.unattendedSeed()
    let goods = try await goods(seed)
    let book = OfferBook(records: archive.records, identity: identity)
    let terms = try await terms(of: identity, under: arbiter, in: book)
    let credentials = ShopCredentials(records: archive.records, key: identity.key, time: time)
    let catalogue = try await Catalogue(
      courses: courses, goods: goods, book: book, credentials: credentials,
      conditions: Catalogue.Conditions(
        shop: address, terms: terms, bank: bank, arbiter: arbiter, arbiterTerms: arbiterTerms,
        arbiterNow: { try await described(.arbiter, at: arbiter.address).arbiter }), time: time)
    try await warn(of: credentials, under: terms)
    let desk = surroundings.goods(goods)
    let payments = try await ShopPayments(
      archive: archive, keys: PaymentKeys(payee: identity.key, secret: seed), counterparts: counterparts, book: book,
      seed: seed, taking: options.means, logger: runner.logger)
    for (till, level) in payments.means(under: terms.content) {
      runner.logger.notice(
        "a means of payment is taken",
        metadata: ["system": "\(till.scheme)", "level": "\(level?.rawValue ?? "none")"])
    }
    let disputes = ShopDisputes(
      archive: archive, key: identity.key, policy: options.claims, trust: trust, transport: transport,
      time: time)
    let workshop = DealWorkshop(
      book: book, counterparts: counterparts, payments: payments, goods: desk,
      words: StepWords(records: archive.records), disputes: disputes,
      issued: IssuedRights(records: archive.records, time: time),
      requirements: CredentialRequirements(SDJWTCredentials(), issuers: try issuers()),
      isByHand: options.isByHand, evidence: archive.evidence, seed: seed, patience: options.patience, time: time)
    let deals = DealDesk(
      archive: archive, workshop: workshop, most: options.mostDeals, idle: options.restAfter, time: time,
      logger: runner.logger)
    try await deals.resume()
    return (
      Shop(
        catalogue: catalogue, desk: deals,
        till: ShopTill(
          bills: ShopBills(payments: payments, meters: counterparts.meters, records: archive.records), desk: deals,
          terms: terms.content,
          address: address,
          door: RightsDoor(
            issued: workshop.issued, desk: deals, key: identity.key.thumbprint, address: address, time: time),
          credentials: credentials, catalogue: catalogue, disputes: disputes,
          offers: ShopOfferFiles(
            identity: identity, address: address, catalogue: catalogue, evidence: options.evidence, time: time,
            described: { try await word(of: $0, at: $1).statement.signed })),
        cards: counterparts.cards, goods: desk, pages: pages.about(catalogue.conditions),
        takings: try takings(payments.manager, archive.records), evidence: options.evidence),
      identity
    )
  }

  /// `nil` where no till has a module of the shop's own.
  private func takings(_ manager: PaymentManager, _ records: any Records) throws -> Takings? {
    let tills = try manager.purses.filter { try manager.specialOperations(of: $0.id).contains(.collect) }
    guard let till = tills.first else { return nil }
    return Takings(records: records, time: time, every: options.module.collecting, logger: runner.logger) {
      try await manager.perform(.collect, on: till.id)
    }
  }

  /// With whom the shop works: its bank, where it opens its account, its arbiter, and who takes cards.
  private func counterparts(
    _ bank: RoleDescription, _ arbiter: RoleDescription, _ identity: RoleIdentity, at address: Address
  ) async throws -> Counterparts {
    var counterparts = Counterparts(
      bank: bank, arbiter: arbiter, roots: trust.certificates, records: archive.records, transport: transport,
      key: identity.key, time: time, meters: ShopMeters(records: archive.records, time: time),
      module: try await ShopModule.open(
        options.module, in: archive, at: CardNumber(hostOf: bank.key.thumbprint), logger: runner.logger))
    try await counterparts.remember()
    let opening = counterparts
    try await AuthorityClient.patiently(time) { try await opening.openAccount() }
    if let cardBank = options.cardBank {
      let acquirer = try await role(.bank, at: cardBank)
      counterparts.cards = try await ShopCards(
        acquirer, key: identity.key, at: address, archive: archive, transport: transport, time: time,
        arbiterKey: counterparts.arbiterKey)
    }
    return counterparts
  }

  /// Refuses, at the start, terms that the arbiter or no deal could keep to.
  private func terms(
    of identity: RoleIdentity, under arbiter: RoleDescription, in book: OfferBook
  ) async throws -> VerifiedStatement<TermsOfBusiness> {
    let offered = try draft.terms(seller: identity.key.thumbprint, window: options.window, within: options.within)
    try offered.check(against: arbiter.policy, at: await time.now(), blame: .us)
    try PlayableTerms.check(offered, blame: .us)
    try checkEvidence(of: offered)
    return try await book.publish(offered)
  }

  /// Refuses to sell under other terms than those that were packed and evaluated, which only buyers would notice.
  private func checkEvidence(of terms: TermsOfBusiness) throws {
    guard let evidence = try options.evidence?.evidence() else { return }
    guard evidence.package.service == terms.digest else {
      throw ServerError(
        .options,
        "the package is of the terms \(evidence.package.service), and this shop's are \(terms.digest); sign these terms with this home, and leave --window and --within out"
      )
    }
  }

  private func warn(of credentials: ShopCredentials, under terms: VerifiedStatement<TermsOfBusiness>) async throws {
    let missing = try await credentials.missing(under: terms)
    if !missing.isEmpty {
      runner.logger.warning(
        "the terms ask the shop for credentials that it does not hold, so nobody will order; see “semper till hold”",
        metadata: ["types": "\(missing.joined(separator: ", "))"])
    }
  }

  /// Those that the home names, and those of the command.
  private func issuers() throws -> TrustedIssuers {
    guard let data = FileManager.default.contents(atPath: "\(home.home.path)/\(TrustedIssuers.file)") else {
      return options.issuers
    }
    return try TrustedIssuers(json: CanonicalJSON.parse(Array(data))).joined(options.issuers)
  }

  private func goods(_ seed: [UInt8]) async throws -> Goods {
    // One core is left for the requests.
    let workers = max(1, ProcessInfo.processInfo.activeProcessorCount - 1)
    let threads = WorkThreads(count: workers)
    let preparation = GoodsPreparation(
      records: archive.records, directory: "\(home.home.path)/leaves", seed: seed, workers: workers,
      logger: runner.logger)
    var contents: [String: PreparedContent] = [:]
    for course in courses {
      contents[course.slug] = try await withTaskExecutorPreference(threads) { try await preparation.prepare(course) }
    }
    return Goods(contents, threads: threads, workers: workers)
  }

  private func described(_ role: RoleDescription.Role, at address: Address) async throws -> RoleDescription {
    try await word(of: role, at: address).description
  }

  private func word(of role: RoleDescription.Role, at address: Address) async throws -> VerifiedRole {
    let signed = try await ShopClient(transport: transport, address: address).description()
    return try RoleVerifier(roots: trust.certificates).verify(signed, role: role, at: await time.now())
  }

  /// A role that the trusted authority has certified: at the given address, or else as the authority lists it.
  private func role(_ role: RoleDescription.Role, at address: Address?) async throws -> RoleDescription {
    try await AuthorityClient.patiently(time) {
      let now = await time.now()
      let verifier = RoleVerifier(roots: trust.certificates)
      if let address { return try await described(role, at: address) }
      guard let authority = runner.options.authority else {
        throw Refusal(.untrusted, blame: .us, "give --\(role.rawValue) URL, or --authority URL to look it up")
      }
      let listed = try await AuthorityClient(transport: transport, address: authority).directory()
      let found = listed.compactMap { try? verifier.verify($0, role: role, at: now).description }
      guard let last = found.max(by: { $0.issued < $1.issued }) else {
        throw ServerError(.counterpart, "the authority lists no \(role.rawValue); start it, or give its address")
      }
      return last
    }
  }
}

public import Logging
import SemperArchiveSQLite
import SemperBank
import SemperChipper
import SemperCommerce
public import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
public import SemperEcash
public import SemperEngine
public import SemperModel
import SemperTestMoney

/// The bank with its mint as a process. Play money only.
public struct BankServer: Sendable {
  public let options: ServerOptions
  public let mint: MintConfiguration
  /// Play money that every new account gets.
  public let grant: Money
  /// Who countersigns the mint's key lists; by default the authority, which audits too.
  public let auditor: Address?
  /// Where card gateways reach it as the issuer; `nil` where it issues no cards.
  public let cards: CardPort?
  /// The token that makes and keeps the mint's keys and the master keys of chip cards; `nil` where they are in the home.
  public let token: TokenAccess?
  /// Other banks that it transfers to; they are believed by the trust list.
  public let correspondents: [Address]
  /// What stands before its routes: nothing, by default.
  package var surroundings: @Sendable ([Route]) -> [Route] = { $0 }

  public init(
    options: ServerOptions, mint: MintConfiguration, grant: Money, auditor: Address? = nil, cards: CardPort? = nil,
    token: TokenAccess? = nil, correspondents: [Address] = []
  ) {
    self.correspondents = correspondents
    self.token = token
    self.cards = cards
    self.options = options
    self.mint = mint
    self.grant = grant
    self.auditor = auditor
  }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    logger.notice("this bank keeps PLAY MONEY: it is worth nothing and is no e-money")
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let runner = RoleRunner(role: .bank, options: options, logger: logger, time: time, announce: announce)
    let token = try token?.open()
    let (bank, due) = try await issuer(home, token, time)
    let key = try await home.signingKey()
    let accounts = TestMoneyBank(bank: bank.bank, key: key)
    let purses = try await home.purses(of: bank.bank, token: token)
    let modules = ModuleHost(purses) {
      await time.now()
    } report: { module, error in
      logger.error(
        "what a module has taken is not on its account yet", metadata: ["module": "\(module)", "error": "\(error)"])
    }
    try await modules.collect()
    let roles = try correspondentRoles()
    let issued = try await home.issuedCards()
    let lists = KeyListPublication(records: home.home.archive.records)
    let auditor = auditor ?? options.authority
    let description = Late<SignedStatement>()
    try await options.withTransport { transport in
      let others = roles.map {
        Correspondents(
          addresses: correspondents, roles: $0, own: key.publicKey, records: home.home.archive.records,
          transport: transport, time: time, logger: logger)
      }
      let transfers = TransferOffice(
        bank: bank.bank, key: key, correspondents: others, transport: transport, logger: logger, time: time)
      try await runner.run(
        in: home,
        routes: surroundings(
          BankRoutes(mint: bank, lists: lists, accounts: accounts, time: time).routes
            + purses.routes { await time.now() } + modules.routes + transfers.routes
            + RulingOffice(bank: bank.bank, key: key, time: time).routes
            + [RoleRoutes.description(description)]),
        signals: signals
      ) { address in
        let identity = try await runner.identity(in: home, transport: transport)
        let word = RoleWord(identity: identity, address: address, shown: description, time: time) { signed in
          try await runner.register(signed, transport: transport)
        }
        let office = BankOffice(
          mint: bank, lists: lists, configuration: mint, home: home, token: token, word: word,
          auditor: auditor.map { AuditorClient(transport: transport, address: $0) }, logger: logger, time: time)
        try await word.give()
        try await AuthorityClient.patiently(time) { try await office.publish() }
        return PreparedRole(word: word) {
          try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await office.run(from: due) }
            group.addTask { try await transfers.run() }
            if let cards {
              group.addTask { try await cards.serve(bank.bank, cards: issued, time: time, logger: logger) }
            }
            try await group.next()
            group.cancelAll()
          }
        }
      }
    }
  }

  /// What judges the other banks, where there are any.
  private func correspondentRoles() throws -> RoleVerifier? {
    guard !correspondents.isEmpty else { return nil }
    guard let file = options.trustFile else {
      throw ServerError(.options, "a bank judges its correspondents by a trust list; give it with --trust")
    }
    return RoleVerifier(roots: try TrustFile.read(file).certificates)
  }

  private func issuer(
    _ home: RoleHome, _ token: Token?, _ time: any TimeSource
  ) async throws -> (mint: Mint, due: Timestamp) {
    let key = try await home.signingKey()
    let archive = home.home.archive
    let keyring = try await MintKeyring.open(
      records: archive.records, keyStore: archive.keys, key: key, configuration: mint, now: await time.now(),
      token: token)
    let bank = Bank(records: archive.records, name: key.thumbprint, currency: mint.currency, grant: grant)
    return (
      Mint(bank: bank, key: key, keys: keyring.keys, signer: BankOffice.signer(keyring)), keyring.nextDue
    )
  }
}

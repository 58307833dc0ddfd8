import Foundation
public import Logging
import SemperArchiveSQLite
import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
public import SemperEcash
public import SemperEngine
public import SemperModel

/// The bank with its mint as a process. Play money only.
public struct BankServer: Sendable {
  public let options: ServerOptions
  public let mint: MintConfiguration
  /// Play money that every new account gets.
  public let grant: Money

  public init(options: ServerOptions, mint: MintConfiguration, grant: Money) {
    self.options = options
    self.mint = mint
    self.grant = grant
  }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    logger.notice("this bank keeps PLAY MONEY: it is worth nothing and is no e-money")
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let runner = RoleRunner(role: .bank, options: options, logger: logger, time: time, announce: announce)
    let bank = try await issuer(home, time)
    let description = Late<SignedStatement>()
    try await HTTPClientTransport.scoped(trustRoots: options.transportRoots) { transport in
      try await runner.run(
        in: home, routes: BankRoutes(mint: bank, time: time).routes + [RoleRoutes.description(description)],
        signals: signals
      ) { address in
        let identity = try await runner.identity(in: home, transport: transport)
        let word = RoleWord(identity: identity, address: address, shown: description, time: time) { signed in
          try await runner.register(signed, transport: transport)
        }
        return PreparedRole(word: word, work: RoleRunner.idle)
      }
    }
  }

  private func issuer(_ home: RoleHome, _ time: any TimeSource) async throws -> Mint {
    let key = try await home.signingKey()
    let archive = home.home.archive
    let keyring = try await MintKeyring.open(
      records: archive.records, keyStore: archive.keys, key: key, configuration: mint, now: await time.now())
    let signer = LocalBlindSigner(keys: keyring.signingKeys, threads: ProcessInfo.processInfo.activeProcessorCount)
    let bank = Bank(records: archive.records, name: key.thumbprint, currency: mint.currency, grant: grant)
    return Mint(bank: bank, key: key, keys: keyring.keys, signer: signer)
  }
}

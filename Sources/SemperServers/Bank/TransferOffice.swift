import Logging
import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperSEPA

/// A bank's transfers as a part of its program: what customers and other banks ask for, and what the bank owes to payees of locks and
/// has not been answered, which it sends at the start and from time to time.
struct TransferOffice: Sendable {
  private static let pause = Span(seconds: 60)

  let bank: Bank
  let key: SigningKey
  /// The banks that it transfers to beside itself; `nil` for the only bank of its system.
  let correspondents: Correspondents?
  let transport: any Transport
  let logger: Logger
  let time: any TimeSource

  var routes: [Route] {
    let correspondents = correspondents
    return TransferRoutes(time: { [time] in await time.now() }, bank: { try await transfers() }).routes + [
      Route(
        .get, TransferRoutes.banks, summary: "The other banks that this one transfers to, in their own signed words.",
        limits: RouteLimits(body: 0)
      ) { _, _ in .json(try await correspondents?.known().map { $0.description } ?? []) }
    ]
  }

  /// The bank with all others that it knows now. Of two whose letters are the same the first one counts.
  private func transfers() async throws -> TransferBank {
    let code = BankCode(of: key.thumbprint)
    var keys = [code: key.publicKey]
    var ways: [BankCode: InterbankClient] = [:]
    for (address, description) in try await correspondents?.known() ?? [] {
      let other = description.journalled(as: RoleDescription.self).key
      let letters = BankCode(of: other.thumbprint)
      guard keys[letters] == nil else { continue }
      keys[letters] = other
      ways[letters] = InterbankClient(transport: transport, address: address, bank: other)
    }
    return TransferBank(
      bank: bank, code: code, key: key, directory: BankDirectory(keys),
      link: BankNetwork(OwnClearing(bank, code: code, key: key) { [time] in await time.now() }, others: ways))
  }

  /// Works until the task is cancelled.
  func run() async throws {
    while true {
      try await correspondents?.refresh()
      let open = try await transfers().sendDue(now: time.now())
      if open > 0 { logger.warning("transfers to payees could not be sent yet", metadata: ["count": "\(open)"]) }
      try await time.wait(until: time.now().advanced(by: Self.pause))
    }
  }
}

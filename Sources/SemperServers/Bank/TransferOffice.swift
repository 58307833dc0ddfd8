import Logging
import SemperBank
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperSEPA

/// A bank's transfers as a part of its program: what customers ask for, and what the bank owes to payees of locks and has not been
/// answered, which it sends at the start and from time to time.
struct TransferOffice: Sendable {
  private static let pause = Span(seconds: 60)

  let bank: TransferBank
  let logger: Logger
  let time: any TimeSource

  var routes: [Route] { TransferRoutes(bank) { [time] in await time.now() }.routes }

  /// Works until the task is cancelled.
  func run() async throws {
    while true {
      let open = try await bank.sendDue(now: time.now())
      if open > 0 { logger.warning("transfers to payees could not be sent yet", metadata: ["count": "\(open)"]) }
      try await time.wait(until: time.now().advanced(by: Self.pause))
    }
  }
}

extension TransferBank {
  /// The only bank of its system: what it transfers it also receives.
  static func clearing(_ bank: Bank, key: SigningKey, time: any TimeSource) -> TransferBank {
    let code = BankCode(of: key.thumbprint)
    return TransferBank(
      bank: bank, code: code, key: key, directory: BankDirectory([code: key.publicKey]),
      link: OwnClearing(bank, code: code, key: key) { await time.now() })
  }
}

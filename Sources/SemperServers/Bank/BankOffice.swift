import Foundation
import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel

/// What a bank does between requests: it announces the next period's keys in time and has them countersigned, and vouches
/// for the mint's books every day.
struct BankOffice: Sendable {
  /// How soon something that failed is tried again.
  private static let retry = Span(seconds: 60)
  private static let day = Span(seconds: 86_400)

  let mint: Mint
  let lists: KeyListPublication
  let configuration: MintConfiguration
  let home: RoleHome
  let token: Token?
  let word: RoleWord
  let auditor: AuditorClient?
  let logger: Logger
  let time: any TimeSource

  /// Has the lists countersigned that no auditor has seen. Without an auditor wallets refuse the mint.
  func publish() async throws {
    try await lists.load()
    let pending = try await lists.pending()
    guard !pending.isEmpty else { return }
    guard let auditor else {
      logger.warning("no auditor has countersigned the mint's keys, so no wallet takes them; give --auditor URL")
      return
    }
    let role = try word.shown.value
    for start in stride(from: 0, to: pending.count, by: KeyListSubmission.most) {
      let some = Array(pending[start..<min(start + KeyListSubmission.most, pending.count)])
      for audited in try await auditor.countersign(KeyListSubmission(lists: some, role: role)) {
        try await lists.keep(audited)
      }
    }
  }

  /// Works until the task is cancelled.
  func run(from due: Timestamp) async throws {
    var keysDue = due
    var statementDue = try await nextStatement()
    while true {
      try await time.wait(until: min(keysDue, statementDue))
      let now = await time.now()
      if keysDue <= now {
        keysDue = try await attempt("the mint's next keys cannot be announced yet") { try await announce() }
      }
      if statementDue <= now {
        statementDue = try await attempt("the mint cannot vouch for its books") {
          try await mint.state(now: now).content.issued.advanced(by: Self.day)
        }
      }
    }
  }

  /// When it is due again: as the work says, or soon if it fails.
  private func attempt(_ complaint: String, _ work: () async throws -> Timestamp) async throws -> Timestamp {
    do {
      return try await work()
    } catch let error as CancellationError {
      throw error
    } catch {
      logger.error("\(complaint)", metadata: ["error": "\(error)"])
      return await time.now().advanced(by: Self.retry)
    }
  }

  private func nextStatement() async throws -> Timestamp {
    let now = await time.now()
    guard let last = try await mint.newestStatement() else { return now.advanced(by: Self.day) }
    return last.content.issued.advanced(by: Self.day)
  }

  /// Makes the keys of the next period when it is time, and goes on with them once they are countersigned; gives when the
  /// next are due.
  private func announce() async throws -> Timestamp {
    let archive = home.home.archive
    let keyring = try await MintKeyring.open(
      records: archive.records, keyStore: archive.keys, key: try await home.signingKey(),
      configuration: configuration, now: await time.now(), token: token)
    try await publish()
    mint.adopt(keyring.keys, signer: Self.signer(keyring))
    return keyring.nextDue
  }

  static func signer(_ keyring: MintKeyring) -> LocalBlindSigner {
    LocalBlindSigner(keys: keyring.signingKeys, threads: ProcessInfo.processInfo.activeProcessorCount)
  }
}

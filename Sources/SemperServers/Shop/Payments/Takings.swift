import Logging
import SemperArchive
import SemperCoding
import SemperEngine
import SemperModel

/// Brings what a shop's own module has taken to the bank, again and again, so that no more lies in the module, and could be lost with it,
/// than what was taken since the last time. How long ago that was is remembered: a shop that is closed at night brings it in the morning.
struct Takings: Sendable {
  private static let table = RecordTable("shop_takings")
  private static let last: [UInt8] = Array("brought".utf8)
  /// After a time at which the bank did not answer.
  private static let retry = Span(seconds: 600)

  let records: any Records
  let time: any TimeSource
  let every: Span
  let logger: Logger
  /// Says what was brought. Whoever is killed meanwhile does it again, and the bank counts nothing twice.
  let bring: @Sendable () async throws -> String

  /// Goes on until the task is cancelled.
  func run() async throws {
    while true {
      let now = await time.now()
      let due = try await begun(now).advanced(by: every)
      if due > now {
        try await time.wait(until: due)
      } else if try await isBrought() {
        try await note(now)
      } else {
        try await time.wait(until: now.advanced(by: min(every, Self.retry)))
      }
    }
  }

  private func isBrought() async throws -> Bool {
    do {
      let result = try await bring()
      logger.notice("the module's takings were brought to the bank", metadata: ["result": "\(result)"])
      return true
    } catch let error as CancellationError {
      throw error
    } catch {
      logger.warning("the module's takings are not at the bank yet", metadata: ["error": "\(error)"])
      return false
    }
  }

  /// When it was brought last; of a module that was never emptied, when that was asked first. A time to come, which a clock that was wrong
  /// has left, is now.
  private func begun(_ now: Timestamp) async throws -> Timestamp {
    try await records.transact { transaction in
      _ = try transaction.insert(now.canonicalBytes, for: Self.last, in: Self.table)
      let kept = try transaction.value(Self.last, in: Self.table).map { try Timestamp(canonicalBytes: $0) } ?? now
      if kept > now { try transaction.set(now.canonicalBytes, for: Self.last, in: Self.table) }
      return min(kept, now)
    }
  }

  private func note(_ now: Timestamp) async throws {
    try await records.transact { try $0.set(now.canonicalBytes, for: Self.last, in: Self.table) }
  }
}

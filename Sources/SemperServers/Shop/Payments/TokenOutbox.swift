import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// What the shop's payment manager has to say to payers, who cannot be called: kept until they ask, and after that.
final class TokenOutbox: PaymentCarrier {
  private static let tokens = RecordTable("shop_payment_tokens")
  /// A side says at most so many things under one agreement and its refunds.
  private static let most = 10_000

  private let records: any Records
  private let time: any TimeSource
  private let news = Watchers()

  init(records: any Records, time: any TimeSource) {
    self.records = records
    self.time = time
  }

  /// A token that is there already stays where it is.
  func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
    let (agreement, bytes) = (terms.agreement.bytes, token.canonicalBytes)
    try await records.transact { transaction in
      let before = try transaction.list(Self.tokens, prefix: agreement, after: nil, limit: Self.most)
      guard !before.contains(where: { $0.value == bytes }) else { return }
      let number = UInt16(before.count)
      try transaction.set(
        bytes, for: agreement + [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)], in: Self.tokens)
    }
    news.wake()
  }

  /// The tokens under an agreement after so many; waits for one until the deadline.
  func tokens(of agreement: Digest, after count: Int, until deadline: Timestamp) async throws -> [SignedStatement] {
    while true {
      let wakings = news.wakings
      let kept = try await records.read {
        try $0.list(Self.tokens, prefix: agreement.bytes, after: nil, limit: Self.most).map(\.value)
      }
      guard kept.count <= count, await time.now() < deadline else {
        return try kept.dropFirst(count).map { try SignedStatement(canonicalBytes: $0) }
      }
      await withTaskGroup(of: Void.self) { [news, time] group in
        group.addTask { try? await news.wait(after: wakings) }
        group.addTask { try? await time.wait(until: deadline) }
        await group.next()
        group.cancelAll()
      }
      try Task.checkCancellation()
    }
  }
}

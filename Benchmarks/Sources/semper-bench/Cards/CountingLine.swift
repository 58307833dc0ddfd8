import SemperCryptography
import SemperModel
import SemperPayments
import SemperSET
import Synchronization

/// The lines between the parties of card payments: they bring what they are given, and count it.
final class CountingLine: CardLedger {
  private let gateway: Gateway
  private let counted = Mutex((messages: 0, bytes: 0))

  init(gateway: Gateway) { self.gateway = gateway }

  var sent: (messages: Int, bytes: Int) { counted.withLock { $0 } }

  func count(_ message: [UInt8]) {
    counted.withLock { counted in
      counted.messages += 1
      counted.bytes += message.count
    }
  }

  var word: PublicKey { gateway.word }

  func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    let answer = try await gateway.answer(message, at: now)
    count(message)
    count(answer)
    return answer
  }

  func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
    try await gateway.release(terms, with: title, at: now)
  }

  func receipt(of terms: LockTerms) async throws -> SignedStatement? { try await gateway.receipt(of: terms) }
  func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await gateway.outcome(of: terms) }
}

/// A merchant's till behind such a line.
struct CountingMerchant: CardMerchant {
  let till: CardTill
  let line: CountingLine

  func answer(_ message: [UInt8]) async throws -> [UInt8] {
    let answer = try await till.answer(message)
    line.count(message)
    line.count(answer)
    return answer
  }
}

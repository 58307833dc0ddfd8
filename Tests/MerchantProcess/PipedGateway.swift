import Foundation
import SemperCryptography
import SemperModel
import SemperPayments
import SemperSET

/// The way to the gateway through the parent: a message goes out, its answer comes in.
struct PipedGateway: CardLedger {
  let word: PublicKey

  func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    try Frame(kind: .toGateway, bytes: message).write(.standardOutput)
    guard let answer = try Frame.read(.standardInput), answer.kind == .fromGateway else { throw Closed() }
    return answer.bytes
  }

  func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
    throw Closed()
  }

  func receipt(of terms: LockTerms) async throws -> SignedStatement? { nil }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? { nil }

  /// The parent has gone, or wants what a merchant does not do.
  struct Closed: Error {}
}

import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperEcash
import SemperEngine
import SemperModel
import SemperWallet

/// Asks the bank how the locks of an exchange stand, as anybody who knows the exchange may.
struct LockWatch: Sendable {
  let bank: Address

  func locks(of exchange: Digest) async throws -> [LockStatus] {
    let transport = try HTTPClientTransport()
    do {
      let reply = try await transport.send(
        Request(.get, "/locks/\(Base64URL.encode(exchange.bytes))"), to: bank, largest: 1 << 20,
        within: Span(seconds: 15))
      try await transport.shutdown()
      return try reply.value(largest: 1 << 20)
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  /// Returns when no lock of the exchange holds money any more, or, when patience ends, with the
  /// locks as they are: the judge will say what that means.
  @discardableResult
  func waitUntilEnded(exchange: Digest?, patience: Duration = .seconds(120)) async throws -> [LockStatus] {
    guard let exchange else { return [] }
    let deadline = ContinuousClock.now + patience
    while true {
      let locks = try await locks(of: exchange)
      if locks.allSatisfy({ $0.outcome != nil }) || ContinuousClock.now > deadline { return locks }
      let time = SystemTime()
      try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
    }
  }

  /// The exchange that a wallet's answer names, if the deal came so far.
  static func exchange(of answer: JSON) throws -> Digest? {
    try answer["exchange"].map { try Digest(json: $0) }
  }
}

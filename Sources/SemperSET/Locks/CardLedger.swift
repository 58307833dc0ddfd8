public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The way to a gateway that holds card money under locks.
public protocol CardLedger: Sendable {
  /// Signs the gateway's words about locks.
  var word: PublicKey { get }
  /// Brings a merchant's message; the answer may be Error. Any thrown error means that the outcome is unknown.
  func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8]
  /// Brings what gives a lock's money back to the card.
  func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement
  /// That the money is locked, signed; `nil` where no such lock was ever made.
  func receipt(of terms: LockTerms) async throws -> SignedStatement?
  /// How a lock ended; `nil` while it stands.
  func outcome(of terms: LockTerms) async throws -> SignedStatement?
}

extension Gateway: CardLedger {
  public var word: PublicKey { configuration.identity.key.publicKey }
}

public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The keys of deals and arbiters that a purse needs and does not keep itself.
public protocol PurseKeys: Sendable {
  /// The private key whose thumbprint the terms name for refunds; `nil` when it is not this wallet's.
  func refundKey(for terms: LockTerms) async throws -> SigningKey?
  /// The public key of an arbiter; `nil` when it is not known.
  func arbiterKey(_ thumbprint: Thumbprint) async throws -> PublicKey?
}

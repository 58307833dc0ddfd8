public import SemperCoding
import SemperCryptography
public import SemperModel

/// What a payment is for (payRef): the digest of its contract or exchange, and the payment's place in it.
///
/// Every payment system carries it where it cannot be changed, so that a payment made for one deal counts for no other.
public struct PaymentReference: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let digest: Digest

  /// - Parameter path: the place of the payment among the items, as `ItemPath` writes it.
  public init(for contract: Digest, path: String) {
    digest = Digest(of: contract.bytes + Array(path.utf8), for: .paymentReference)
  }

  public init(digest: Digest) { self.digest = digest }

  public var description: String { digest.description }
  public var json: JSON { digest.json }
  public init(json: JSON) throws(CodingError) { digest = try Digest(json: json) }
}

public import SemperCoding
import SemperCryptography
public import SemperModel

/// How far a ledger had come when somebody noted it: so many entries, and the chain value after the last of them. Written
/// `N:sha-256:…`.
///
/// Whoever keeps one outside the bank's files notices when the past before it is rewritten or cut off, which no check of the
/// files alone can.
public struct LedgerPosition: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let entries: Int
  public let chain: Digest

  public init(entries: Int, chain: Digest) {
    self.entries = entries
    self.chain = chain
  }

  public init(text: String) throws(CodingError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), number >= 0, String(number) == parts[0] else {
      throw CodingError(.wrongForm, "a ledger's position is written N:sha-256:<base64url>, as the audit prints it")
    }
    self.init(entries: number, chain: try Digest(text: String(parts[1])))
  }

  public var description: String { "\(entries):\(chain)" }
  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}

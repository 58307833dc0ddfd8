import SemperCryptography
import SemperModel

/// The short name by which people hand an offer from a page to a wallet, such as `k3f9-2m7q`.
///
/// It stays the same when the offer is signed anew. It is no secret and proves nothing: the wallet checks the offer.
enum OfferCode {
  /// Crockford's base 32, which leaves out letters that look like digits.
  private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

  static func make(article: ID<Article>, seller: Thumbprint) -> String {
    let bytes = Digest(of: seller.bytes + article.bytes, for: .document).bytes
    let bits = bytes.prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let text = (0..<8).map { letters[Int(bits >> UInt64(35 - 5 * $0)) & 31] }
    return String(text[..<4]) + "-" + String(text[4...])
  }
}

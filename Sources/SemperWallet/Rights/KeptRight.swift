import SemperCommerce
import SemperCredentials
import SemperCryptography
import SemperModel

/// A credential that this wallet holds, with the key that shows it.
struct KeptRight: Sendable {
  let held: HeldCredential
  let credential: String
  let holder: SigningKey
  /// The deal in which it was given; `nil` for one that was issued outside of deals.
  let deal: ID<Deal>?

  /// Sixteen hexadecimal digits that stand for it on the command line.
  var name: String {
    held.id.bytes.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  func isOver(at now: Timestamp) -> Bool { held.expires.map { $0 < now } ?? false }
}

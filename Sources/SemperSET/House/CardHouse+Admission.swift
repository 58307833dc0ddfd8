public import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// Cards of other banks in the brand, while the house is closed.
extension CardHouse {
  /// Takes a card into the brand that another bank has issued, and writes the letter with which its holder has a key certified. That
  /// bank decides about its payments; this one keeps no account for it.
  ///
  /// Refuses (`notFound`) where no brand was founded, and (`idReused`) a card that is in the brand already.
  public static func admit(
    _ number: CardNumber, _ expiry: CardExpiry, records: any Records, keys: any KeyStore
  ) async throws -> CardLetter {
    guard let stored = try await brand(in: keys) else { throw noBrand }
    let cards = cards(stored.pepper.bytes)
    var generator = SystemRandomNumberGenerator()
    let code = Base64URL.encode((0..<12).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    try await records.transact { try cards.admit(number, expiry, code: code, $0) }
    return CardLetter(number: number, expiry: expiry, code: code)
  }
}

import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// The keys and secrets of a party, all derived from the seed of its home: those of an exchange by the exchange's number,
/// so that the same question gets the same answer after a restart, and nothing links two exchanges.
struct PartyKeys: Sendable, Discreet {
  private let seed: [UInt8]

  init(seed: [UInt8]) { self.seed = seed }

  /// The key of the party's accounts.
  var account: SigningKey {
    KeyDerivation.signingKey(from: seed, for: .dealKey, context: Array("party-account".utf8))
  }

  /// What its purse derives coins from.
  var purse: [UInt8] { KeyDerivation.bytes(from: seed, for: .dealKey, context: Array("party-purse".utf8)) }

  func signing(_ number: Nonce) -> SigningKey { key("party-exchange", number) }
  func refund(_ number: Nonce) -> SigningKey { key("party-refund", number) }

  func reply(_ number: Nonce) throws(CryptographyError) -> SealingKey {
    try SealingKey(rawRepresentation: bytes("party-reply", number))
  }

  /// What the peer's container is sealed to, and ours is tagged with.
  func container(_ number: Nonce) throws(CryptographyError) -> SealingKey {
    try SealingKey(rawRepresentation: bytes("party-container", number))
  }

  func nonce(_ number: Nonce) throws(CodingError) -> Nonce { try Nonce(bytes: bytes("party-nonce", number)) }

  func secret(_ number: Nonce) throws(CodingError) -> OpeningSecret {
    try OpeningSecret(bytes: bytes("party-secret", number))
  }

  func salt(of path: String, _ number: Nonce) throws(CodingError) -> Nonce {
    try Nonce(bytes: bytes("party-salt", number, path))
  }

  /// The salts of data at a place. A fresh exchange salts the same data anew.
  func content(at path: String, _ number: Nonce) throws(CodingError) -> ContentSecret {
    try ContentSecret(bytes: bytes("party-content", number, path))
  }

  /// Name and key of the stream at a place, the same at every start.
  func stream(
    at path: String, of type: MediaType, _ number: Nonce
  ) throws(CodingError) -> (header: StreamHeader, key: StreamKey) {
    let key = try StreamKey(bytes: bytes("party-stream", number, path))
    let nonce = try Nonce(bytes: bytes("party-stream-nonce", number, path))
    return (
      StreamHeader(producer: signing(number).publicKey, mediaType: type, key: key, nonce: nonce), key
    )
  }

  private func key(_ use: String, _ number: Nonce) -> SigningKey {
    KeyDerivation.signingKey(from: seed, for: .dealKey, context: Array(use.utf8) + number.bytes)
  }

  private func bytes(_ use: String, _ number: Nonce, _ path: String = "") -> [UInt8] {
    KeyDerivation.bytes(
      from: seed, for: .dealKey, context: Array(use.utf8) + number.bytes + Array(path.utf8))
  }
}

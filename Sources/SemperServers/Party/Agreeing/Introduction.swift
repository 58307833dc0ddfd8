import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// The first word of who proposes an exchange: its number and the key it will have in it. Nothing is
/// bound by it; what counts is what both sign later.
struct Introduction: Hashable, CanonicalValue {
  let number: Nonce
  let key: PublicKey
  /// What a container for it is sealed to.
  let seal: SealingPublicKey

  init(number: Nonce, key: PublicKey, seal: SealingPublicKey) {
    self.number = number
    self.key = key
    self.seal = seal
  }

  var json: JSON { .fields(["key": key.json, "number": number.json, "seal": seal.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    key = try fields.value("key")
    number = try fields.value("number")
    seal = try fields.value("seal")
    try fields.close()
  }

  /// The answer: the key of who is invited, what it gives, and whose signatures that needs.
  struct Reply: Hashable, CanonicalValue {
    let key: PublicKey
    let seal: SealingPublicKey
    let gives: PeerSide.Said
    let signers: [PublicKey]

    init(key: PublicKey, seal: SealingPublicKey, gives: PeerSide.Said, signers: [PublicKey]) {
      self.key = key
      self.seal = seal
      self.gives = gives
      self.signers = signers
    }

    var json: JSON { .fields(["gives": gives.json, "key": key.json, "seal": seal.json, "signers": signers.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      gives = try fields.value("gives")
      key = try fields.value("key")
      seal = try fields.value("seal")
      signers = try fields.value("signers")
      try fields.close()
    }
  }
}

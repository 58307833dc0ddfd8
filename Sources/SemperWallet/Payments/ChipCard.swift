import SemperArchive
import SemperChipper
import SemperCoding
import SemperCryptography
import SemperModel

/// The purse on a chip card that is in a wallet, in software: its number, and its PIN sealed to the wallet's seed. The card's memory
/// is in the wallet's archive; whoever copies that has copied the card.
struct ChipCard: Hashable, Sendable, CanonicalValue {
  private static let context = Array("chip card".utf8)

  let number: CardNumber
  /// The card pays until then.
  let expires: Timestamp
  private let sealedPIN: ByteString

  init(_ issued: IssuedPurse, sealedTo key: SealingKey) throws(CryptographyError) {
    number = issued.number
    expires = issued.expires
    sealedPIN = ByteString(
      try key.publicKey.seal(
        Array(issued.pin.utf8), for: .dealKey, context: Self.context, authenticating: issued.number.bytes))
  }

  func pin(openedWith key: SealingKey) throws -> PIN {
    let digits = try key.open(sealedPIN.bytes, for: .dealKey, context: Self.context, authenticating: number.bytes)
    guard let pin = PIN(String(decoding: digits, as: UTF8.self)) else {
      throw CryptographyError(.failed, "the chip card's PIN is none; get another card")
    }
    return pin
  }

  /// The card itself, in the wallet's archive.
  static func memory(of number: CardNumber, in records: any Records) -> Card<SemperChipper.Purse> {
    Card(in: records, named: "chip/\(number)") { bytes in try SemperChipper.Purse(stateBytes: bytes) }
  }

  var json: JSON {
    .fields(["expires": expires.json, "number": number.description.json, "pin": sealedPIN.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    expires = try fields.value("expires")
    number = try CardNumber(text: fields.value("number"))
    sealedPIN = try fields.value("pin")
    try fields.close()
  }
}

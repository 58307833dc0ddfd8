import SemperArchive
import SemperChipper
import SemperCoding
import SemperCryptography
import SemperModel

/// The purse on a chip card that is in a wallet: its number, and its PIN sealed to the wallet's seed. A card in software has its memory in
/// the wallet's archive, and whoever copies that has copied the card; another one is in a reader.
struct ChipCard: Hashable, Sendable, CanonicalValue {
  private static let context = Array("chip card".utf8)

  let number: CardNumber
  /// The card pays until then.
  let expires: Timestamp
  /// The PC/SC reader that holds it; `nil` for a card in software.
  let reader: String?
  private let sealedPIN: ByteString

  init(_ issued: IssuedPurse, sealedTo key: SealingKey) throws(CryptographyError) {
    try self.init(issued.number, expires: issued.expires, pin: issued.pin, reader: nil, sealedTo: key)
  }

  init(
    _ number: CardNumber, expires: Timestamp, pin: String, reader: String?, sealedTo key: SealingKey
  ) throws(CryptographyError) {
    self.number = number
    self.expires = expires
    self.reader = reader
    sealedPIN = ByteString(
      try key.publicKey.seal(Array(pin.utf8), for: .dealKey, context: Self.context, authenticating: number.bytes))
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

  /// The way to it.
  func channel(in records: any Records) -> any CardChannel {
    if let reader { return PCSCChannel.way(toCardIn: reader) }
    return InProcessChannel(Self.memory(of: number, in: records))
  }

  var json: JSON {
    .fields([
      "expires": expires.json, "number": number.description.json, "pin": sealedPIN.json, "reader": reader?.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    expires = try fields.value("expires")
    number = try CardNumber(text: fields.value("number"))
    sealedPIN = try fields.value("pin")
    reader = try fields.optional("reader")
    try fields.close()
  }
}

import SemperCoding
import SemperCryptography
import SemperModel

/// A request that waits for an issuer's answer, with everything that it takes to go on with it. While it is open, nothing else is
/// decided about its purchases.
struct OpenRequest: DERValue, Hashable {
  /// Where the request came from, to be taken up again after a restart.
  enum Origin: Hashable, Sendable {
    /// A message of SET as it came. What it says of a card is sealed in it.
    case message([UInt8])
    /// A lock's terms and the title that releases it (canonical JSON).
    case release(LockQuestion)
  }

  let digest: ByteString
  let origin: Origin
  /// When it came: however late it goes on, it is decided as at that time.
  let time: Timestamp
  let transactions: [XID]
  /// The questions whose money stands off the merchant's account.
  var reserved: [ByteString] = []

  init(digest: SemperModel.Digest, origin: Origin, time: Timestamp, transactions: [XID]) {
    self.digest = ByteString(digest.bytes)
    self.origin = origin
    self.time = time
    self.transactions = transactions
  }

  var der: DERElement {
    let (isMessage, bytes) =
      switch origin {
      case .message(let bytes): (true, bytes)
      case .release(let question): (false, question.canonicalBytes)
      }
    return .sequence([
      digest.der, isMessage.der, ByteString(bytes).der, time.der, transactions.der, reserved.der,
    ])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    digest = try fields.value()
    let isMessage: Bool = try fields.value()
    let bytes: ByteString = try fields.value()
    origin = isMessage ? .message(bytes.bytes) : .release(try LockQuestion(canonicalBytes: bytes.bytes))
    time = try fields.value()
    transactions = try fields.value()
    reserved = try fields.value()
    try fields.close()
  }
}

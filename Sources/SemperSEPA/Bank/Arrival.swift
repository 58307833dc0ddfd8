import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// What has become, at the payee's bank, of a transfer to an account: it was credited, or will never be.
enum Arrival: Hashable, Sendable, CanonicalValue {
  case credited(ID<Operation>, Timestamp)
  /// The payee asked for it before it came, and waits no more.
  case unwanted(Timestamp)

  /// `nil` when neither has happened yet.
  init?(of transfer: CreditTransfer, _ reader: any RecordReader) throws {
    guard let bytes = try reader.value(Self.key(transfer), in: TransferTables.arrivals) else { return nil }
    self = try Arrival(canonicalBytes: bytes)
  }

  func note(_ transfer: CreditTransfer, _ transaction: any RecordTransaction) throws {
    guard try transaction.insert(canonicalBytes, for: Self.key(transfer), in: TransferTables.arrivals) else {
      preconditionFailure("what has happened to a transfer is looked up before")
    }
  }

  private static func key(_ transfer: CreditTransfer) -> [UInt8] {
    Digest(of: transfer.canonicalBytes, for: .bankTransfer).bytes
  }

  var json: JSON {
    switch self {
    case .credited(let operation, let time): .fields(["credited": operation.json, "time": time.json])
    case .unwanted(let time): .fields(["time": time.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let operation: ID<Operation>? = try fields.optional("credited")
    let time: Timestamp = try fields.value("time")
    try fields.close()
    self = operation.map { .credited($0, time) } ?? .unwanted(time)
  }
}

public import SemperCoding
import SemperModel
public import SemperStatements

/// How far an upload to an arbiter is.
public struct DataReceived: Hashable, Sendable, CanonicalValue {
  /// The most bytes of one piece: 1 MiB.
  public static let largestPiece = 1 << 20

  /// Bytes that are there; the next piece begins here.
  public let received: Int64
  /// Bytes of the whole ciphertext.
  public let length: Int64

  public init(_ received: Int64, of locked: LockedData) {
    self.received = received
    length = locked.length
  }

  public var json: JSON { .fields(["length": length.json, "received": received.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    length = try fields.value("length")
    received = try fields.value("received")
    try fields.close()
    guard (0...max(length, 0)).contains(received) else {
      throw CodingError(.outOfRange, "no more is received than there is").inside("received")
    }
  }
}

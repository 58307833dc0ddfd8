public import SemperCoding
public import SemperCryptography
import SemperModel

/// A name that one party gives something for its own use: 1 to 20 bytes that nobody else interprets.
public struct LocalID: DERValue, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) throws(CodingError) {
    guard (1...20).contains(bytes.count) else { throw CodingError(.wrongForm, "a local id has 1 to 20 bytes") }
    self.bytes = bytes
  }

  public static var derTag: DERTag { .octetString }
  public var der: DERElement { ByteString(bytes).der }
  public init(der: DERElement) throws(CodingError) { try self.init(bytes: ByteString(der: der).bytes) }
}

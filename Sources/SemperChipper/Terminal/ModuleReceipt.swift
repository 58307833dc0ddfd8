public import SemperCoding
import SemperModel

/// A module's word that it has credited a payment: NT_P and S4.
public struct ModuleReceipt: Hashable, Sendable, CanonicalValue {
  static let size = 4 + Seal.size

  public let serial: UInt32
  public let seal: Seal

  init(_ fields: FieldReader) {
    var fields = fields
    serial = fields.integer()
    seal = fields.seal()
  }

  public var json: JSON { ByteString(serial.field + seal.bytes).json }

  public init(json: JSON) throws(CodingError) {
    self.init(FieldReader(try ByteString(json: json).exactly(Self.size)))
  }
}

/// A module's word that it has credited a payment: NT_P and S4.
public struct ModuleReceipt: Hashable, Sendable {
  static let size = 4 + Seal.size

  public let serial: UInt32
  public let seal: Seal

  init(_ fields: FieldReader) {
    var fields = fields
    serial = fields.integer()
    seal = fields.seal()
  }
}

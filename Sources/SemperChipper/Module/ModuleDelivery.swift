public import SemperCoding
import SemperModel

/// What a merchant's terminal brings to the acquirer from a module: its closed batch, if there is one, and how much of the block
/// list the module has.
public struct ModuleDelivery: Hashable, Sendable, CanonicalValue {
  public let module: CardNumber
  public let batch: ModuleBatch?
  public let records: [ModuleRecord]
  public let blocked: UInt16

  init(module: CardNumber, batch: ModuleBatch?, records: [ModuleRecord], blocked: UInt16) {
    self.module = module
    self.batch = batch
    self.records = records
    self.blocked = blocked
  }

  public var json: JSON {
    .fields([
      "batch": batch.map { ByteString($0.bytes).json }, "blocked": Int(blocked).json,
      "module": module.description.json, "records": records.map { ByteString($0.bytes) }.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let batch: ByteString? = try fields.optional("batch")
    self.batch = try batch.map { bytes throws(CodingError) in
      var fields = FieldReader(try bytes.exactly(ModuleBatch.size))
      return fields.moduleBatch()
    }
    blocked = try fields.field("blocked")
    module = try CardNumber(text: fields.value("module"))
    let records: [ByteString] = try fields.value("records")
    self.records = try records.map { bytes throws(CodingError) in
      var fields = FieldReader(try bytes.exactly(ModuleRecord.size))
      guard let record = fields.moduleRecord() else {
        throw CodingError(.outOfRange, "a module makes no record of this kind").inside("records")
      }
      return record
    }
    try fields.close()
  }
}

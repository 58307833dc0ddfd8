public import SemperCoding
import SemperModel

/// The acquirer's answer to a delivery: what the merchant was credited with, the seal upon which the module forgets the batch, and
/// the next parts of the block list.
public struct ModuleDischarge: Hashable, Sendable, CanonicalValue {
  /// Minor units; zero when there was nothing, or the batch had come before.
  public let credited: Int64
  let acknowledgement: Seal?
  /// Each as BLOCK takes it.
  let blockList: [ByteString]

  init(credited: Int64, acknowledgement: Seal?, blockList: [BlockList]) {
    self.credited = credited
    self.acknowledgement = acknowledgement
    self.blockList = blockList.map { ByteString($0.bytes) }
  }

  public var json: JSON {
    .fields([
      "acknowledgement": acknowledgement.map { ByteString($0.bytes).json }, "blocked": blockList.json,
      "credited": credited.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let seal: ByteString? = try fields.optional("acknowledgement")
    acknowledgement = try seal.map { bytes throws(CodingError) in Seal(try bytes.exactly(Seal.size)) }
    blockList = try fields.value("blocked")
    credited = try fields.value("credited")
    try fields.close()
  }
}

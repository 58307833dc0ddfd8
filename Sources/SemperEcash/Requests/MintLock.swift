public import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// Coins are spent into a lock for one exchange; change comes back as coins.
public struct MintLock: MintRequest {
  public static let kind = StatementKind.mintLock

  public let header: RequestHeader
  public let inputs: [Coin]
  public let outputs: [BlindedOutput]
  public let terms: LockTerms

  public init(_ header: RequestHeader, inputs: [Coin], outputs: [BlindedOutput], terms: LockTerms) {
    self.header = header
    self.inputs = inputs
    self.outputs = outputs
    self.terms = terms
  }

  public var json: JSON {
    header.json(["inputs": inputs.json, "outputs": outputs.json, "terms": terms.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    inputs = try fields.inputs()
    outputs = try fields.outputs()
    terms = try fields.value("terms")
    try fields.close()
  }
}

public import SemperCoding
import SemperCryptography
public import SemperModel

/// Coins are exchanged for new ones of the same value, which nobody can link to them.
public struct MintSwap: MintRequest {
  public static let kind = StatementKind.mintSwap

  public let header: RequestHeader
  public let inputs: [Coin]
  public let outputs: [BlindedOutput]

  public init(_ header: RequestHeader, inputs: [Coin], outputs: [BlindedOutput]) {
    self.header = header
    self.inputs = inputs
    self.outputs = outputs
  }

  public var json: JSON { header.json(["inputs": inputs.json, "outputs": outputs.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    inputs = try fields.inputs()
    outputs = try fields.outputs(atLeast: 1)
    try fields.close()
  }
}

public import SemperCoding
import SemperCryptography
public import SemperModel

/// Coins under a revoked key are exchanged for fresh ones. Each comes with the secret that its blinded message was made with, which
/// shows that the mint signed it for an operation of its own: whoever stole the key can sign coins, but finds no secret that
/// leads from them to a message in the mint's books.
///
/// The secret links the coin to the operation that made it, so the fresh coins are the holder's privacy again.
public struct MintRecoup: MintRequest {
  public static let kind = StatementKind.mintRecoup

  public let header: RequestHeader
  public let inputs: [Coin]
  /// For each input the seed of its blinding factor.
  public let blindings: [ByteString]
  public let outputs: [BlindedOutput]

  public init(_ header: RequestHeader, inputs: [Coin], blindings: [ByteString], outputs: [BlindedOutput]) {
    self.header = header
    self.inputs = inputs
    self.blindings = blindings
    self.outputs = outputs
  }

  public var json: JSON {
    header.json(["blindings": blindings.json, "inputs": inputs.json, "outputs": outputs.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    blindings = try fields.value("blindings")
    inputs = try fields.inputs()
    outputs = try fields.outputs(atLeast: 1)
    try fields.close()
    guard blindings.count == inputs.count, blindings.allSatisfy({ $0.bytes.count == 32 }) else {
      throw CodingError(.outOfRange, "each coin comes with the 32 bytes that it was blinded with").inside("blindings")
    }
  }
}

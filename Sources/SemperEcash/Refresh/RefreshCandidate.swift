public import SemperCoding
public import SemperModel

/// One of the sets of coins that a refresh commits to. All but one of them are opened to the mint.
public struct RefreshCandidate: Hashable, Sendable, CanonicalValue {
  /// How many a refresh has. Whoever makes one of them dishonestly is found out with a chance of 1 − 1/3.
  public static let count = 3

  /// The public half of the transfer key.
  public let transfer: PublicKey
  public let outputs: [BlindedOutput]

  public init(transfer: PublicKey, outputs: [BlindedOutput]) {
    self.transfer = transfer
    self.outputs = outputs
  }

  public var json: JSON { .fields(["outputs": outputs.json, "transfer": transfer.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    outputs = try fields.outputs(atLeast: 1)
    transfer = try fields.value("transfer")
    try fields.close()
    guard outputs.count <= MintLimits.refreshed else {
      throw CodingError(.tooMany, "a coin is refreshed into at most \(MintLimits.refreshed)").inside("outputs")
    }
  }
}

public import SemperCoding

/// A wallet that lost everything but its seed asks which of these blinded messages the mint ever signed. The blinded
/// messages tell nothing about the coins, so the question needs no signature.
public struct RestoreRequest: Hashable, Sendable, CanonicalValue {
  public let outputs: [BlindedOutput]

  /// - Precondition: at most `MintLimits.restore` outputs.
  public init(outputs: [BlindedOutput]) {
    precondition(outputs.count <= MintLimits.restore)
    self.outputs = outputs
  }

  public var json: JSON { .fields(["outputs": outputs.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    outputs = try fields.value("outputs")
    try fields.close()
    guard outputs.count <= MintLimits.restore else {
      throw CodingError(.tooMany, "at most \(MintLimits.restore) blinded messages are looked up at once")
    }
  }
}

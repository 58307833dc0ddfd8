public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A checkpoint as the arbiter signed it with the cosignature of one witness, as it lies outside the arbiter's own store.
public struct WitnessedCheckpoint: Hashable, Sendable, CanonicalValue {
  public let checkpoint: SignedStatement
  public let cosignature: SignedStatement

  public init(checkpoint: SignedStatement, cosignature: SignedStatement) {
    self.checkpoint = checkpoint
    self.cosignature = cosignature
  }

  public var json: JSON { .fields(["checkpoint": checkpoint.json, "cosignature": cosignature.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    checkpoint = try fields.value("checkpoint")
    cosignature = try fields.value("cosignature")
    try fields.close()
  }

  /// Both statements verified and about the same head. Refuses everything else with blame on the peer.
  public func verified(log key: PublicKey) throws(Refusal) -> (Checkpoint, Cosignature) {
    let checkpoint = try VerifiedStatement<Checkpoint>(verifying: self.checkpoint, keys: KeySet([key])).content
    let cosignature = try VerifiedStatement<Cosignature>(verifying: self.cosignature, keys: KeySet()).content
    guard checkpoint.log == key.thumbprint, cosignature.log == checkpoint.log, cosignature.head == checkpoint.head,
      cosignature.start == checkpoint.start
    else {
      throw Refusal(.wrongSigner, blame: .peer, "checkpoint and cosignature are not about one state of this log")
    }
    return (checkpoint, cosignature)
  }
}

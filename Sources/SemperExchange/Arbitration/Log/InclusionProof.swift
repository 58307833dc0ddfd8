public import SemperCoding
public import SemperCryptography
public import SemperModel

/// That an entry stands in the arbiter's log at a number, under a signed checkpoint (RFC 6962 audit path).
public struct InclusionProof: Hashable, Sendable, CanonicalValue {
  static let longestPath = 62
  public let checkpoint: SignedStatement
  public let number: Int
  public let path: [Digest]

  public init(checkpoint: SignedStatement, number: Int, path: [Digest]) {
    self.checkpoint = checkpoint
    self.number = number
    self.path = path
  }

  /// The checkpoint, if its signature is by a key of the set and the statement is proven to stand under it.
  public func checked(for statement: SignedStatement, keys: KeySet) throws(Refusal) -> Checkpoint {
    let checkpoint = try VerifiedStatement<Checkpoint>(verifying: self.checkpoint, keys: keys).content
    guard
      ArbiterLog.tree.holds(
        ArbiterLog.leaf(statement), at: number, in: checkpoint.head.size, root: checkpoint.head.root, path: path)
    else {
      throw Refusal(.proofInvalid, blame: .peer, "the statement does not stand at \(number) under this checkpoint")
    }
    return checkpoint
  }

  public var json: JSON {
    .fields(["checkpoint": checkpoint.json, "number": number.json, "path": path.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    checkpoint = try fields.value("checkpoint")
    number = try fields.value("number")
    path = try fields.value("path")
    try fields.close()
    guard number >= 0, path.count <= Self.longestPath else {
      throw CodingError(.outOfRange, "no log is that long")
    }
  }
}

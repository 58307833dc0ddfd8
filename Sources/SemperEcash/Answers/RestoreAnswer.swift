public import SemperCoding
public import SemperModel

/// The blind signatures of those messages asked for that the mint has signed before, made again.
public struct RestoreAnswer: Hashable, Sendable, CanonicalValue {
  public struct Found: Hashable, Sendable, CanonicalValue {
    /// Which of the outputs asked for.
    public let index: Int
    public let signature: ByteString

    public init(index: Int, signature: ByteString) {
      self.index = index
      self.signature = signature
    }

    public var json: JSON { .fields(["index": index.json, "signature": signature.json]) }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      index = try fields.value("index")
      signature = try fields.value("signature")
      try fields.close()
    }
  }

  public let found: [Found]

  public init(found: [Found]) { self.found = found }

  public var json: JSON { .fields(["found": found.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    found = try fields.value("found")
    try fields.close()
    guard found.count <= MintLimits.restore else {
      throw CodingError(.tooMany, "more signatures than were asked for")
    }
  }
}

public import SemperCoding
public import SemperCryptography

/// What a gateway answers about a lock: its signed word, or nothing, where there is none to give.
public struct LockWord: Hashable, Sendable, CanonicalValue {
  public let word: SignedStatement?

  public init(_ word: SignedStatement?) { self.word = word }

  public var json: JSON { .fields(["word": word?.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    word = try fields.optional("word")
    try fields.close()
  }
}

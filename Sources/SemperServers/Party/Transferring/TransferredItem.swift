public import SemperCoding
public import SemperCryptography
import SemperModel
public import SemperStatements

/// An item as it is given away: what the recipient has to have so that it is its own.
public enum TransferredItem: Hashable, Sendable, CanonicalValue {
  /// The bank's receipt: the money is in the recipient's account already.
  case paid(SignedStatement)
  /// A conditional statement with the opening that makes it count.
  case statement(SignedStatement, ItemOpening)
  /// Data that is fetched as ciphertext, with the opening that it is sealed under.
  case data(LockedData, ItemOpening)
  /// A stream that has come, with its key and its producer's word on how it ended.
  case stream(StreamHeader, StreamKey, end: SignedStatement)

  public var json: JSON {
    switch self {
    case .paid(let receipt): .fields(["paid": receipt.json])
    case .statement(let statement, let opening): .fields(["opening": opening.json, "statement": statement.json])
    case .data(let locked, let opening): .fields(["data": locked.json, "opening": opening.json])
    case .stream(let header, let key, let end): .fields(["end": end.json, "key": key.json, "stream": header.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let receipt: SignedStatement? = try fields.optional("paid")
    let statement: SignedStatement? = try fields.optional("statement")
    let locked: LockedData? = try fields.optional("data")
    let opening: ItemOpening? = try fields.optional("opening")
    if let header: StreamHeader = try fields.optional("stream") {
      self = .stream(header, try fields.value("key"), end: try fields.value("end"))
      try fields.close()
      guard receipt == nil, statement == nil, locked == nil, opening == nil else {
        throw CodingError(.wrongForm, "a stream is nothing else")
      }
      return
    }
    try fields.close()
    switch (receipt, statement, locked, opening) {
    case (let receipt?, nil, nil, nil): self = .paid(receipt)
    case (nil, let statement?, nil, let opening?): self = .statement(statement, opening)
    case (nil, nil, let locked?, let opening?): self = .data(locked, opening)
    case (_?, _, _, _), (nil, _?, _, _), (nil, nil, _?, _), (nil, nil, nil, _):
      throw CodingError(.wrongForm, "an item is a receipt, a statement with its opening, or data with its opening")
    }
  }
}

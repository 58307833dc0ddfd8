import SemperCoding
public import SemperModel

/// What every request says: for which mint, under which operation id, made when.
public struct RequestHeader: Hashable, Sendable {
  public let mint: Thumbprint
  /// Drawn by the sender; the mint recognises a repetition by it.
  public let operation: ID<Operation>
  public let issued: Timestamp

  public init(mint: Thumbprint, operation: ID<Operation>, issued: Timestamp) {
    self.mint = mint
    self.operation = operation
    self.issued = issued
  }

  /// The JSON of a request: these members and its own.
  func json(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    let own = members.compactMap { name, value in value.map { (name, $0) } }
    return .object(
      JSONObject([("iat", issued.json), ("mint", mint.json), ("operation", operation.json)] + own))
  }

  init(_ fields: inout ObjectReader) throws(CodingError) {
    issued = try fields.value("iat")
    mint = try fields.value("mint")
    operation = try fields.value("operation")
  }
}

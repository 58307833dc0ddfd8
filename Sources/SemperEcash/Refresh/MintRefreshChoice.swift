public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The mint's signed word that a coin is given up for a refresh, and which candidate it will sign once the others are opened. It is
/// drawn by the mint and the same whenever the request is repeated.
public struct MintRefreshChoice: StatementContent {
  public static let kind = StatementKind.mintRefreshChoice

  public let mint: Thumbprint
  public let operation: ID<Operation>
  /// The digest of the request.
  public let request: Digest
  /// Of the candidates, counted from 0.
  public let chosen: Int
  public let issued: Timestamp

  public init(mint: Thumbprint, operation: ID<Operation>, request: Digest, chosen: Int, issued: Timestamp) {
    self.mint = mint
    self.operation = operation
    self.request = request
    self.chosen = chosen
    self.issued = issued
  }

  public var signers: [Thumbprint] { [mint] }
  public var json: JSON {
    .fields([
      "chosen": chosen.json, "iat": issued.json, "mint": mint.json, "operation": operation.json,
      "request": request.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    chosen = try fields.value("chosen")
    issued = try fields.value("iat")
    mint = try fields.value("mint")
    operation = try fields.value("operation")
    request = try fields.value("request")
    try fields.close()
    guard (0..<RefreshCandidate.count).contains(chosen) else {
      throw CodingError(.outOfRange, "one of the candidates is chosen").inside("chosen")
    }
  }
}

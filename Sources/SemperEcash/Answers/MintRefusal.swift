public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The mint's signed word that it will never carry out a request: the sender may give up the operation id and use the
/// coins otherwise.
public struct MintRefusal: StatementContent {
  public static let kind = StatementKind.mintRefusal

  /// A coin that another request spent before.
  public struct Spent: Hashable, Sendable, CanonicalValue {
    public let coin: Digest
    public let operation: ID<Operation>
    /// The digest of the earlier request, which goes with the answer.
    public let request: Digest
    public let time: Timestamp

    public init(coin: Digest, operation: ID<Operation>, request: Digest, time: Timestamp) {
      self.coin = coin
      self.operation = operation
      self.request = request
      self.time = time
    }

    public var json: JSON {
      .fields(["coin": coin.json, "operation": operation.json, "request": request.json, "time": time.json])
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      coin = try fields.value("coin")
      operation = try fields.value("operation")
      request = try fields.value("request")
      time = try fields.value("time")
      try fields.close()
    }
  }

  public let mint: Thumbprint
  public let operation: ID<Operation>
  public let request: Digest
  public let code: RefusalCode
  public let detail: String
  public let spent: [Spent]
  public let issued: Timestamp

  public init(
    mint: Thumbprint, operation: ID<Operation>, request: Digest, code: RefusalCode, detail: String, spent: [Spent],
    issued: Timestamp
  ) {
    self.mint = mint
    self.operation = operation
    self.request = request
    self.code = code
    self.detail = detail
    self.spent = spent
    self.issued = issued
  }

  /// The refusal as its receiver sees it.
  public var refusal: Refusal { Refusal(code, blame: .peer, detail) }

  public var signers: [Thumbprint] { [mint] }
  public var json: JSON {
    .fields([
      "code": code.json, "detail": detail.json, "iat": issued.json, "mint": mint.json, "operation": operation.json,
      "request": request.json, "spent": spent.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    code = try fields.value("code")
    detail = try fields.value("detail")
    issued = try fields.value("iat")
    mint = try fields.value("mint")
    operation = try fields.value("operation")
    request = try fields.value("request")
    spent = try fields.value("spent")
    try fields.close()
    guard (code == .doubleSpend) == !spent.isEmpty, spent.count <= MintLimits.coins else {
      throw CodingError(.outOfRange, "a refusal names spent coins exactly when it is for a double spend")
    }
  }
}

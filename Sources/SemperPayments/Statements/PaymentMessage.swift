public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What one side says to the other.
public enum PaymentMessage: Hashable, Sendable {
  /// Something of the payment system's own protocol.
  case body(ByteString)
  /// The payee has begun a refund; a `payment-refund`.
  case refund(SignedStatement)
  /// The payee would rather not be paid. It decides nothing: the payer may have committed already.
  case pleaseCancel(Refusal)
  /// Nothing was paid and nothing will be.
  case gaveUp(Refusal)
}

extension PaymentMessage: CanonicalValue {
  static let largestBody = 256 << 10

  public var json: JSON {
    switch self {
    case .body(let bytes): .fields(["body": bytes.json])
    case .refund(let statement): .fields(["refund": statement.json])
    case .pleaseCancel(let why): .fields(["pleaseCancel": why.json])
    case .gaveUp(let why): .fields(["gaveUp": why.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let body: ByteString = try fields.optional("body") {
      guard body.bytes.count <= Self.largestBody else {
        throw CodingError(.tooLarge, "a message has at most \(Self.largestBody) bytes").inside("body")
      }
      self = .body(body)
    } else if let statement: SignedStatement = try fields.optional("refund") {
      self = .refund(statement)
    } else if let why: Refusal = try fields.optional("pleaseCancel") {
      self = .pleaseCancel(why)
    } else {
      self = .gaveUp(try fields.value("gaveUp"))
    }
    try fields.close()
  }
}

public import SemperCoding
public import SemperModel

/// Something that shows what became of a payment: a bank's signed receipt, a card's signature, a gateway's answer. Its form
/// says who can read it.
public struct PaymentProof: Hashable, Sendable, CanonicalValue {
  /// A statement's `typ`, or a name of the payment system's own such as `chipper-s3`.
  public let form: String
  public let bytes: ByteString

  public init(form: String, bytes: [UInt8]) {
    self.form = form
    self.bytes = ByteString(bytes)
  }

  public var json: JSON { .fields(["bytes": bytes.json, "form": form.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bytes = try fields.value("bytes")
    form = try fields.value("form")
    try fields.close()
  }
}

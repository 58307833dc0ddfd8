import SemperCoding
import SemperModel
import SemperPayments

/// What the two sides of a payment by card say to each other.
enum ChipperWord: Hashable, Sendable {
  /// Payer: the purse is ready, S1.
  case offer(PurseOffer)
  /// Payee: go, S2 for the purse's number.
  case order(UInt16, Seal)
  /// Payer: what the purse has done, and that it does no more, S3.
  case final(PurseCompletion)
  /// Payee: go on up to this total, S2 over it.
  case step(UInt16, UInt32, Seal)
  /// Payee: it is over; so much was paid in all, and the module has credited it.
  case closed(UInt32, ModuleReceipt?)
  /// Payer: what the purse has done, S3.
  case completion(PurseCompletion)
  /// Payee: the module has credited it, NT_P and S4.
  case receipt(ModuleReceipt)
  /// Payee: this was given back, S5.
  case refunded(ModuleRefund)

  init(_ body: [UInt8]) throws(Refusal) {
    do {
      try self.init(canonicalBytes: body)
    } catch {
      throw Refusal(.malformed, blame: .peer, "what was said about the card payment cannot be read: \(error)")
    }
  }
}

extension ChipperWord: CanonicalValue {
  private enum Name: String, CanonicalValue { case offer, order, step, closed, completion, final, receipt, refunded }

  var json: JSON {
    switch self {
    case .offer(let offer): .fields(["say": Name.offer.json, "value": offer.json])
    case .order(let number, let seal):
      .fields(["say": Name.order.json, "value": ByteString(number.field + seal.bytes).json])
    case .final(let completion): .fields(["say": Name.final.json, "value": completion.json])
    case .step(let number, let total, let seal):
      .fields(["say": Name.step.json, "value": ByteString(number.field + total.field + seal.bytes).json])
    case .closed(let total, let receipt):
      .fields(["receipt": receipt?.json, "say": Name.closed.json, "value": Int64(total).json])
    case .completion(let completion): .fields(["say": Name.completion.json, "value": completion.json])
    case .receipt(let receipt): .fields(["say": Name.receipt.json, "value": receipt.json])
    case .refunded(let refund): .fields(["say": Name.refunded.json, "value": refund.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var object = try ObjectReader(json)
    switch try object.value("say", as: Name.self) {
    case .offer: self = .offer(try object.value("value"))
    case .order:
      let bytes: ByteString = try object.value("value")
      var fields = FieldReader(try bytes.exactly(2 + Seal.size))
      self = .order(fields.integer(), fields.seal())
    case .final: self = .final(try object.value("value"))
    case .step:
      let bytes: ByteString = try object.value("value")
      var fields = FieldReader(try bytes.exactly(2 + 4 + Seal.size))
      self = .step(fields.integer(), fields.integer(), fields.seal())
    case .closed:
      let receipt: ModuleReceipt? = try object.optional("receipt")
      let total: UInt32 = try object.field("value")
      guard (receipt == nil) == (total == 0) else {
        throw CodingError(.outOfRange, "what was paid has a receipt").inside("receipt")
      }
      self = .closed(total, receipt)
    case .completion: self = .completion(try object.value("value"))
    case .receipt: self = .receipt(try object.value("value"))
    case .refunded: self = .refunded(try object.value("value"))
    }
    try object.close()
  }
}

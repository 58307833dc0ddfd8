import SemperCoding
import SemperModel

/// What a side wants of its card or of the host.
enum ChipperRequest: Hashable, Sendable {
  /// The purse: begin, with counterpart's number.
  case begin(TransactionKind, UInt32, Digest, CardNumber)
  /// The purse: carry out what it has offered, with S2.
  case carryOut(PurseOffer, Seal)
  /// The purse: what became of what it has offered?
  case outcome(PurseOffer)
  /// The purse: pay on up to this total, with S2.
  case payUpTo(PurseOffer, UInt32, Seal)
  /// The purse: let others at the card.
  case leave
  /// The purse: what became of it, after as long as a metered payment may take.
  case outlast(PurseOffer)
  /// The meter: what is due, when so much has been paid?
  case meter(UInt32)
  /// The module: go on up to this total.
  case step(PurseOffer, UInt32)
  /// The module: it is over; also when it does not know whether the purse has paid more than it has heard.
  case end(PurseOffer, givingUp: Bool)
  /// Module or host: go?
  case order(PurseOffer)
  /// Module or host: this is what the purse says.
  case complete(PurseCompletion)
  /// The module: seal a refund to this purse.
  case refund(CardNumber, UInt32, Digest)
  /// The host: carry the refund out.
  case book(ModuleRefund)
  /// The host: what was given back for this reason?
  case find(Digest)
}

extension ChipperRequest: CanonicalValue {
  private enum Name: String, CanonicalValue {
    case begin, carryOut, outcome, payUpTo, leave, outlast, meter, step, end, order, complete, refund, book, find
  }

  var json: JSON {
    switch self {
    case .begin(let kind, let amount, let reference, let terminal):
      .fields([
        "amount": Int64(amount).json, "do": Name.begin.json, "kind": Int64(kind.rawValue).json,
        "reference": reference.json, "terminal": terminal.description.json,
      ])
    case .carryOut(let offer, let seal):
      .fields(["do": Name.carryOut.json, "offer": offer.json, "seal": ByteString(seal.bytes).json])
    case .outcome(let offer): .fields(["do": Name.outcome.json, "offer": offer.json])
    case .payUpTo(let offer, let total, let seal):
      .fields([
        "do": Name.payUpTo.json, "offer": offer.json, "seal": ByteString(seal.bytes).json, "total": Int64(total).json,
      ])
    case .leave: .fields(["do": Name.leave.json])
    case .outlast(let offer): .fields(["do": Name.outlast.json, "offer": offer.json])
    case .meter(let paid): .fields(["do": Name.meter.json, "paid": Int64(paid).json])
    case .step(let offer, let total):
      .fields(["do": Name.step.json, "offer": offer.json, "total": Int64(total).json])
    case .end(let offer, let givingUp):
      .fields(["do": Name.end.json, "givingUp": givingUp.json, "offer": offer.json])
    case .order(let offer): .fields(["do": Name.order.json, "offer": offer.json])
    case .complete(let completion): .fields(["completion": completion.json, "do": Name.complete.json])
    case .refund(let purse, let amount, let reference):
      .fields([
        "amount": Int64(amount).json, "do": Name.refund.json, "purse": purse.description.json,
        "reference": reference.json,
      ])
    case .book(let refund): .fields(["do": Name.book.json, "refund": refund.json])
    case .find(let reference): .fields(["do": Name.find.json, "reference": reference.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("do", as: Name.self) {
    case .begin:
      guard let kind = TransactionKind(rawValue: try fields.field("kind")) else {
        throw CodingError(.outOfRange, "there is no such kind of transaction").inside("kind")
      }
      self = .begin(
        kind, try fields.field("amount"), try fields.value("reference"),
        try CardNumber(text: fields.value("terminal")))
    case .carryOut:
      let seal: ByteString = try fields.value("seal")
      self = .carryOut(try fields.value("offer"), Seal(try seal.exactly(Seal.size)))
    case .outcome: self = .outcome(try fields.value("offer"))
    case .payUpTo:
      let seal: ByteString = try fields.value("seal")
      self = .payUpTo(
        try fields.value("offer"), try fields.field("total"), Seal(try seal.exactly(Seal.size)))
    case .leave: self = .leave
    case .outlast: self = .outlast(try fields.value("offer"))
    case .meter: self = .meter(try fields.field("paid"))
    case .step: self = .step(try fields.value("offer"), try fields.field("total"))
    case .end: self = .end(try fields.value("offer"), givingUp: try fields.value("givingUp"))
    case .order: self = .order(try fields.value("offer"))
    case .complete: self = .complete(try fields.value("completion"))
    case .refund:
      self = .refund(
        try CardNumber(text: fields.value("purse")), try fields.field("amount"), try fields.value("reference"))
    case .book: self = .book(try fields.value("refund"))
    case .find: self = .find(try fields.value("reference"))
    }
    try fields.close()
  }
}

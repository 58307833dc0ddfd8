import SemperCoding
import SemperModel

/// What has followed on one payment on our side: refunds, captures, voids. It sees to it that they together are never more
/// than the payment, however many are asked for at once.
struct PaymentBook: Hashable, Sendable, CanonicalValue {
  struct Line: Hashable, Sendable, CanonicalValue {
    let kind: PaymentTask.Kind
    let amount: Money
    let id: PaymentID
    var hasFailed = false
    var isSettled = false

    init(_ kind: PaymentTask.Kind, _ amount: Money, _ id: PaymentID) {
      self.kind = kind
      self.amount = amount
      self.id = id
    }

    var json: JSON {
      .fields([
        "amount": amount.json, "failed": hasFailed.json, "id": id.json, "kind": kind.json, "settled": isSettled.json,
      ])
    }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      amount = try fields.value("amount")
      hasFailed = try fields.value("failed")
      id = try fields.value("id")
      kind = try fields.value("kind")
      isSettled = try fields.value("settled")
      try fields.close()
    }
  }

  private(set) var lines: [Line] = []

  init() {}

  /// How many refunds there have been, failed ones too.
  var refunds: Int { lines.count { $0.kind == .refund || $0.kind == .takeRefund } }

  /// What operations of a kind have moved or may still move.
  func sum(_ kind: PaymentTask.Kind, settledOnly: Bool = false) -> Int64 {
    lines.reduce(0) { sum, line in
      line.kind == kind && !line.hasFailed && (line.isSettled || !settledOnly) ? sum + line.amount.minorUnits : sum
    }
  }

  /// Enters a refund or capture; refuses (`refundExceeded`, `amountMismatch`) one that is too much.
  mutating func enter(_ line: Line, atMost whole: Money) throws(Refusal) {
    if lines.contains(where: { $0.id == line.id }) { return }
    guard line.amount.currency == whole.currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the payment was in \(whole.currency)")
    }
    let left = whole.minorUnits - sum(line.kind)
    guard line.amount.minorUnits > 0, line.amount.minorUnits <= left else {
      let code: RefusalCode = line.kind == .capture ? .amountMismatch : .refundExceeded
      throw Refusal(code, blame: .us, "of \(whole) there is \(Money(minorUnits: max(left, 0), whole.currency)) left")
    }
    if line.kind == .capture || line.kind == .void, lines.contains(where: { $0.kind == .void && !$0.hasFailed }) {
      throw Refusal(.lockEnded, blame: .us, "the authorisation was voided before")
    }
    if line.kind == .void, sum(.capture) > 0 {
      throw Refusal(.lockEnded, blame: .us, "some of the authorisation was captured before; refund it instead")
    }
    lines.append(line)
  }

  mutating func end(_ id: PaymentID, settled: Bool) {
    guard let index = lines.firstIndex(where: { $0.id == id }) else { return }
    lines[index].isSettled = settled
    lines[index].hasFailed = !settled
  }

  var json: JSON { .fields(["lines": lines.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    lines = try fields.value("lines")
    try fields.close()
  }
}

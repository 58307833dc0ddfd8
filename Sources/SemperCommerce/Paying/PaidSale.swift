public import SemperCoding
public import SemperModel
public import SemperPayments

/// A payment that a movement of an account belongs to, and the bill or deal that it was for, where the home that made or received it
/// knows that.
public struct PaidSale: Hashable, Sendable, CanonicalValue {
  /// What was paid.
  public enum Subject: Hashable, Sendable {
    case bill(ID<Bill>, title: String)
    case deal(ID<Deal>, title: String)
  }

  public let payment: PaymentID
  public let subject: Subject?

  public init(_ payment: PaymentID, for subject: Subject?) {
    self.payment = payment
    self.subject = subject
  }

  public var json: JSON {
    switch subject {
    case .bill(let bill, let title): .fields(["bill": bill.json, "payment": payment.json, "title": title.json])
    case .deal(let deal, let title): .fields(["deal": deal.json, "payment": payment.json, "title": title.json])
    case nil: .fields(["payment": payment.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    payment = try fields.value("payment")
    if let bill: ID<Bill> = try fields.optional("bill") {
      subject = .bill(bill, title: try fields.value("title"))
    } else if let deal: ID<Deal> = try fields.optional("deal") {
      subject = .deal(deal, title: try fields.value("title"))
    } else {
      subject = nil
    }
    try fields.close()
  }
}

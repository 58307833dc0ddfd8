public import SemperCoding
public import SemperModel

/// How one side of an operation ended, with what shows it.
public enum PaymentConclusion: Hashable, Sendable {
  /// The money has moved: it is gone for the payer, certain for the payee.
  case settled(Money, [PaymentProof])
  /// The money is promised and waits for `capture` or `void`.
  case held(Money, [PaymentProof])
  /// Nothing moved and nothing will. After the commit point this counts only with a proof.
  case refused(Refusal, [PaymentProof])

  public var proofs: [PaymentProof] {
    switch self {
    case .settled(_, let proofs), .held(_, let proofs), .refused(_, let proofs): proofs
    }
  }

  /// What moved or is promised.
  public var amount: Money? {
    switch self {
    case .settled(let amount, _), .held(let amount, _): amount
    case .refused: nil
    }
  }
}

extension PaymentConclusion: CanonicalValue {
  public var json: JSON {
    switch self {
    case .settled(let amount, let proofs): .fields(["proofs": proofs.json, "settled": amount.json])
    case .held(let amount, let proofs): .fields(["held": amount.json, "proofs": proofs.json])
    case .refused(let why, let proofs): .fields(["proofs": proofs.json, "refused": why.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let proofs: [PaymentProof] = try fields.value("proofs")
    if let amount: Money = try fields.optional("settled") {
      self = .settled(amount, proofs)
    } else if let amount: Money = try fields.optional("held") {
      self = .held(amount, proofs)
    } else {
      self = .refused(try fields.value("refused"), proofs)
    }
    try fields.close()
  }
}

public import SemperModel
import SemperPayments

/// Why an item cannot be exchanged below nodes that demand so much of it: the demand stands, and the item would break it.
public enum AttributeBreach: String, Sendable, CaseIterable {
  /// Anonymity is demanded, and this means of payment tells the payee something of who pays.
  case payerKnown = "payer-known"
  /// Anonymity is demanded, and this certificate names who holds it.
  case holderNamed = "holder-named"
  /// Confidentiality is demanded, and the arbiter would read this item as a whole when it must decide.
  case arbiterReads = "arbiter-reads"
  /// A certified sender is demanded, and the keys of an exchange are made for it and certified by nobody.
  case keyUncertified = "key-uncertified"

  /// What of this item breaks its attributes, if anything does. What else the attributes demand an exchange gives each item:
  /// both sign the terms that name it (integrity, authenticity by key, non-repudiation of origin).
  ///
  /// - Parameter namesHolder: whether it is known to name the person who gives it.
  public static func of(
    _ item: DraftItem, below attributes: SecurityAttributes, namesHolder: Bool = false
  ) -> AttributeBreach? {
    if attributes.authenticity == .certified { return .keyUncertified }
    if let properties = item.paymentProperties {
      do throws(Refusal) {
        try attributes.paymentDemands(lockedFor: Span(seconds: 0)).require(properties)
      } catch { return .payerKnown }
    }
    if attributes.anonymity, namesHolder { return .holderNamed }
    if attributes.confidentiality, item.kind == .smallData { return .arbiterReads }
    return nil
  }

  /// With the path of the item.
  public func refusal(_ path: String, blame: Blame) -> Refusal {
    Refusal(self == .payerKnown ? .notAnonymous : .outsideTerms, blame: blame, detail(path))
  }

  private func detail(_ path: String) -> String {
    switch self {
    case .payerKnown:
      "“\(path)” demands anonymity, and money on an account tells the payee whose account it is: give coins (money)"
    case .holderNamed:
      "“\(path)” demands anonymity, and this certificate names its holder: give it outside that node, or one that names nobody"
    case .arbiterReads:
      "“\(path)” demands confidentiality, and the arbiter reads small data when it must decide: give it as content or data"
    case .keyUncertified:
      "“\(path)” demands a certified sender, and the keys of an exchange are made for it and certified by nobody: leave "
        + "authenticity out, or demand it by key"
    }
  }
}

extension DraftItem {
  /// What the means of payment behind it promises; `nil` for what is no money. Coins are signed blindly, so they tell nothing of
  /// who took them out; an account has a holder under a lasting key.
  fileprivate var paymentProperties: PaymentProperties? {
    let anonymity: PaymentProperties.PayerAnonymity
    switch kind {
    case .money, .bond: anonymity = .anonymous
    case .accountMoney: anonymity = .pseudonym
    case .statement, .certificate, .credential, .mail, .data, .smallData, .content, .parcel: return nil
    }
    return PaymentProperties(
      payerAnonymity: anonymity, isPayeeIdentified: true, finality: .immediate, lock: .record, checksOffline: false,
      refund: .provider, cost: Money(minorUnits: 0, .euro), expected: Span(seconds: 0))
  }
}

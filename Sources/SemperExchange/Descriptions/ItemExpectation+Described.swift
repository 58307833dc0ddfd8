extension ItemExpectation {
  /// The same without what no description says: brands, kinds and signers of documents, media types, certifiers, validity. By it a
  /// party looks at the descriptions that a peer proposes, before it knows more of the items; by the whole it looks again when
  /// it does, still before it commits.
  public var ofDescription: ItemExpectation {
    switch form {
    case .anything, .exactly, .certificate, .credential, .mail: ItemExpectation(form)
    case .statement(let expected): ItemExpectation(.statement(DocumentExpectation(documents: expected.documents)))
    case .payment(let expected): ItemExpectation(.payment(expected.ofDescription))
    case .bond(let expected): ItemExpectation(.bond(expected.ofDescription))
    case .accountPayment(let expected):
      ItemExpectation(
        .accountPayment(
          AccountPaymentExpectation(expected.payment.ofDescription, settledWithin: expected.longest)))
    case .content(let expected):
      ItemExpectation(.content(ContentExpectation(roots: expected.roots, longest: expected.longest)))
    }
  }
}

extension PaymentExpectation {
  fileprivate var ofDescription: PaymentExpectation {
    PaymentExpectation(amount: amount, payees: payees, ledgers: ledgers)
  }
}

extension ItemExpectation {
  /// The same without what no description says: brands, kinds and signers of documents, media types, certifiers, validity. By it a
  /// party looks at the descriptions that a peer proposes, before it knows more of the items; by the whole it looks again when
  /// it does, still before it commits.
  public var ofDescription: ItemExpectation {
    switch form {
    case .anything, .exactly: ItemExpectation(form)
    case .statement(let expected): ItemExpectation(.statement(DocumentExpectation(documents: expected.documents)))
    case .payment(let expected):
      ItemExpectation(
        .payment(PaymentExpectation(amount: expected.amount, payees: expected.payees, ledgers: expected.ledgers)))
    case .content(let expected):
      ItemExpectation(.content(ContentExpectation(roots: expected.roots, longest: expected.longest)))
    }
  }
}

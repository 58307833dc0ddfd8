public import SemperCoding
public import SemperCryptography
import SemperModel
public import SemperPayments
public import SemperStatements

// What was really opened, as it is compared with what was expected.
extension ItemParticulars {
  /// Money that a ledger says is locked, or was.
  ///
  /// - Parameter brand: the payment system whose ledger that is, where it is known.
  public init(_ receipt: VerifiedStatement<LockReceipt>, brand: Designation? = nil) throws(CodingError) {
    let terms = receipt.content.terms
    try self.init(
      .lock(amount: terms.amount, payee: terms.payee, ledger: receipt.content.ledger), brand: brand)
  }

  /// A statement that counts now, with the document that it was found to be about. Refuses another document.
  public init(
    _ statement: VerifiedStatement<ConditionalStatement>, document: some CanonicalValue, kind: Designation
  ) throws {
    try statement.content.check(document: document)
    try self.init(
      .statement(document: statement.content.document),
      document: DocumentParticulars(kind: kind, signers: [statement.content.signer]))
  }
}

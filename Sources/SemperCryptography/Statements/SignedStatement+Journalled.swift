import SemperCoding

extension SignedStatement {
  /// The content of a statement that was verified before it was journalled. Anything else is a bug of the caller, since
  /// this verifies nothing.
  package func journalled<Content: StatementContent>(as type: Content.Type) -> Content {
    do {
      return try VerifiedStatement<Content>.content(of: self)
    } catch {
      preconditionFailure("a journalled statement is not what was verified: \(error)")
    }
  }
}

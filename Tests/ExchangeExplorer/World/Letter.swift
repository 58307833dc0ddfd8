import SemperCryptography

/// A statement that may arrive at an honest party, and the facts without which it cannot exist.
struct Letter {
  let statement: SignedStatement
  let needs: FactSet
  let words: String
  /// Whether nobody honest may take it.
  var isForged = false
}

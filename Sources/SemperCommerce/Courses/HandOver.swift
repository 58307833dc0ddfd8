public import SemperModel
public import SemperStatements

/// Something that is given outside an exchange and has to be prepared before a deed can say that it was.
public enum HandOver: Hashable, Sendable {
  /// Content to be sealed.
  case data(String, ContentDescription)
  /// Money to be given back of what was paid in the exchange that this deed agreed on.
  case money(String, Money, of: Digest)
  /// A right to be issued.
  case right(String)
}

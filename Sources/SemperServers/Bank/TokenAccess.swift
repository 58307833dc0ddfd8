public import SemperCryptography

/// Where keys live that are not in the home of their role: a PKCS #11 token. A bank has the mint's and the master keys of chip cards
/// there, a shop that of its own module.
public struct TokenAccess: Sendable, Discreet {
  /// The path of the token's PKCS #11 library.
  public let library: String
  public let label: String
  private let pin: String

  public init(library: String, label: String, pin: String) {
    self.library = library
    self.label = label
    self.pin = pin
  }

  /// Opens the token and logs in. Throws `TokenFailure`, which says what to do.
  public func open() throws(TokenFailure) -> Token { try Token(library: library, label: label, pin: pin) }
}

public import SemperCryptography

/// Where the mint's private keys and the master keys of chip cards live when they are not in the bank's home: a PKCS #11 token.
public struct TokenAccess: Sendable {
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

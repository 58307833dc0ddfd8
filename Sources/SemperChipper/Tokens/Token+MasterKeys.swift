public import SemperCryptography

extension Token {
  /// A key that is on the token and may sign. Throws `TokenFailure(.noKey)`.
  public func key(_ label: String) throws(TokenFailure) -> TokenKey {
    guard let key = try findKey(label) else {
      throw TokenFailure(.noKey, "the token has no key “\(label)” that may sign; give the token that has it")
    }
    return key
  }

  /// The same, or `nil` when there is none of this label.
  func findKey(_ label: String) throws(TokenFailure) -> TokenKey? {
    try tagKey(label).map { TokenKey(self, $0) }
  }

  /// Makes a key on the token, so that it never was anywhere else.
  func makeKey(_ label: String) throws(TokenFailure) -> TokenKey { TokenKey(self, try makeTagKey(label)) }

  /// Puts a key onto the token, which never gives it out again: how a key comes there that was elsewhere before. The keys of single
  /// cards still come out of it, since they are derived by what it computes.
  public func store(_ key: CMACKey, label: String) throws(TokenFailure) -> TokenKey {
    TokenKey(self, try storeTagKey(key, label: label))
  }
}

public import SemperCryptography

extension Token {
  /// A key that is on the token and may sign.
  public func key(_ label: String) throws(TokenFailure) -> TokenKey { TokenKey(self, try tagKey(label)) }

  /// Puts a key onto the token, which never gives it out again: how a provider prepares a merchant's module. The keys of single cards
  /// still come out of it, since they are derived by what it computes.
  public func store(_ key: CMACKey, label: String) throws(TokenFailure) -> TokenKey {
    TokenKey(self, try storeTagKey(key, label: label))
  }
}

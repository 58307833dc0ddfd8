public import SemperArchive
public import SemperCryptography

extension ProviderKeys {
  /// Opens the keys in a token, making them there on first use, so that they never were anywhere else. Keys that are still in the store
  /// are moved onto the token first, and destroyed in the store: purses that were issued with them go on working.
  ///
  /// The store remembers for each key that it is in a token, without which it is not opened any more. A kill at any point does no harm: a
  /// key that is on the token and not yet remembered is found there again.
  ///
  /// Throws `TokenFailure(.noKey)` where the token is not the one that has the keys, and (`.failed`) where it has another one by that name.
  ///
  /// - Parameter provider: whose keys they are; several may have theirs on one token.
  public static func open(
    _ store: any KeyStore, currency: String, version: UInt8 = 1, in token: Token, of provider: CardNumber
  ) async throws -> ProviderKeys {
    var masters: [KeyUse: any MasterKey] = [:]
    for use in KeyUse.allCases {
      let name = name(of: use, currency: currency, version: version)
      let label = "semper chipper \(provider) \(currency) \(use.rawValue.lowercased()) \(version)"
      if let secret = try await store.secret(named: name) {
        masters[use] = try moved(CMACKey(bytes: secret), onto: token, label)
        try await remember(label, as: name, in: store)
        try await store.destroy(named: name)
      } else if try await store.secret(named: name + inToken) != nil {
        masters[use] = try token.key(label)
      } else {
        masters[use] = try token.findKey(label) ?? token.makeKey(label)
        try await remember(label, as: name, in: store)
      }
    }
    return ProviderKeys(version: version, masters: masters)
  }

  /// A key on the token that computes what the given one does.
  static func moved(_ key: CMACKey, onto token: Token, _ label: String) throws -> TokenKey {
    let there = try token.findKey(label) ?? token.store(key, label: label)
    let probe = Array("semper chipper".utf8)
    guard try there.tag(over: probe) == key.tag(over: probe) else {
      throw TokenFailure(
        .failed, "the token has another key “\(label)” than this home; give the token that belongs to it")
    }
    return there
  }

  static func remember(_ label: String, as name: String, in store: any KeyStore) async throws {
    guard try await store.secret(named: name + inToken) == nil else { return }
    try await store.store(Array(label.utf8), named: name + inToken)
  }
}

public import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperModel

/// A merchant's module in the merchant's own hands: its memory in an archive, the key of purchases in a key store or in a token. It takes
/// purchases while the bank is not on line; what it has taken, the merchant's shop brings to the bank.
public struct OwnModule: Sendable {
  private static let keyName = "chipper/module/purchase"

  /// The provider's host that collects from it.
  public let provider: CardNumber
  /// The module itself, for a reader that it is put into.
  public let card: Card<Module>

  /// The way to it.
  public var channel: any CardChannel { InProcessChannel(card) }

  /// Opens the module that is in an archive, or puts one in; `nil` where there is none.
  ///
  /// Refuses (`idReused`) to put in another one than is there, whose takings would be lost. With a token the key of purchases is put onto
  /// it and destroyed in the store, where it was there; then the token is needed for ever (`TokenFailure(.noKey)`). A kill at any point does no
  /// harm: the same module is put in again.
  public static func open(
    putting issued: IssuedModule? = nil, into records: any Records, keys: any KeyStore, token: Token? = nil
  ) async throws -> OwnModule? {
    guard let key = try await key(issued, keys, token) else { return nil }
    let card = Card<Module>(in: records, named: "own module") { bytes in
      let version = try ModuleState(bytes: bytes).profile.keyVersion
      return try Module(stateBytes: bytes, purchaseKeys: [version: key])
    }
    if let issued { _ = try await card.personalise(Module(issued.state, purchaseKeys: [:])) }
    guard try await card.isPersonalised else { return nil }
    let profile = try await ModuleTerminal(InProcessChannel(card)).select()
    if let issued, issued.number != profile.number {
      throw Refusal(
        .idReused, blame: .us, "the module \(profile.number) is in this home; \(issued.number) needs a home of its own")
    }
    return OwnModule(provider: profile.provider, card: card)
  }

  /// The key of purchases, where it is or is to be kept.
  private static func key(
    _ issued: IssuedModule?, _ store: any KeyStore, _ token: Token?
  ) async throws -> (any MasterKey)? {
    if let label = try await store.secret(named: keyName + ProviderKeys.inToken) {
      guard let token else {
        throw TokenFailure(.noKey, "the module's key of purchases is in a token; give the token that has it")
      }
      return try token.key(String(decoding: label, as: UTF8.self))
    }
    let kept = try await store.secret(named: keyName)
    guard let bytes = kept ?? issued?.purchaseKey.bytes else { return nil }
    let key = try CMACKey(bytes: bytes)
    guard let token else {
      if kept == nil { try await store.store(key.bytes, named: keyName) }
      return key
    }
    let label = "semper module purchase \(Digest(plain: key.tag(over: Array("label".utf8))))"
    let there = try ProviderKeys.moved(key, onto: token, label)
    try await ProviderKeys.remember(label, as: keyName, in: store)
    try await store.destroy(named: keyName)
    return there
  }
}

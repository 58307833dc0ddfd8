public import SemperCoding
public import SemperCryptography
import SemperModel

/// A module as its provider hands it out to a merchant: what it is made of, and the key of purchases.
///
/// Whoever has it could make payments of any purse: the provider pays what such a module brings, so it goes only to merchants that the
/// provider trusts as it would trust a card that it cannot open. It is put in once, and then destroyed.
public struct IssuedModule: Sendable, CanonicalValue, Discreet {
  let state: ModuleState
  let purchaseKey: CMACKey

  /// The module's number.
  public var number: CardNumber { state.profile.number }

  public var description: String { "\(state)" }

  init(_ state: ModuleState, purchaseKey: CMACKey) {
    self.state = state
    self.purchaseKey = purchaseKey
  }

  public var json: JSON {
    .fields(["key": ByteString(purchaseKey.bytes).json, "module": ByteString(state.bytes).json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let key: ByteString = try fields.value("key")
    let bytes = try key.exactly(CMACKey.size)
    guard let key = try? CMACKey(bytes: bytes) else { throw CodingError(.outOfRange, "that is no key").inside("key") }
    purchaseKey = key
    let module: ByteString = try fields.value("module")
    state = try ModuleState(bytes: module.bytes)
    try fields.close()
  }

  public static func == (left: IssuedModule, right: IssuedModule) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }
}

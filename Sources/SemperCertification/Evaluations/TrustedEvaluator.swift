public import SemperCoding
import SemperCryptography
public import SemperModel

/// One line of a user's list of evaluators: whose verdicts are to count.
public enum TrustedEvaluator: Hashable, Sendable, CanonicalValue {
  static let longestName = 64

  /// The holder of this key, whatever certificate it has.
  case key(Thumbprint)
  /// Whoever is certified as an evaluator under this root (DER); only this organisation where one is named.
  case certified(root: [UInt8], organisation: String?)

  public var json: JSON {
    switch self {
    case .key(let key): .fields(["key": key.json])
    case .certified(let root, let organisation):
      .fields(["organisation": organisation?.json, "root": ByteString(root).json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let key: Thumbprint? = try fields.optional("key")
    let root: ByteString? = try fields.optional("root")
    let organisation: HumanText? = try fields.optional("organisation")
    try fields.close()
    switch (key, root) {
    case (let key?, nil) where organisation == nil: self = .key(key)
    case (nil, let root?):
      guard (1...4096).contains(root.bytes.count),
        organisation.map({ (1...Self.longestName).contains($0.text.unicodeScalars.count) }) ?? true
      else { throw CodingError(.outOfRange, "a root has at most 4096 bytes, an organisation at most 64 characters") }
      self = .certified(root: root.bytes, organisation: organisation?.text)
    default: throw CodingError(.wrongForm, "an evaluator is trusted by its key, or by a root and perhaps a name")
    }
  }
}

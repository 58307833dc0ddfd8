public import SemperCoding
public import SemperCryptography
import SemperModel

/// A mint's key list with an auditor's word on it, as both are published.
public struct AuditedKeyList: Hashable, Sendable, CanonicalValue {
  static let largest = 1 << 20

  /// A `mint-keys`.
  public let list: SignedStatement
  /// A `mint-keys-audit`.
  public let audit: SignedStatement

  public init(list: SignedStatement, audit: SignedStatement) {
    self.list = list
    self.audit = audit
  }

  public var json: JSON { .fields(["audit": audit.json, "list": list.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    audit = try fields.value("audit")
    list = try fields.value("list")
    try fields.close()
  }

  /// The keys, if mint and auditor both stand for this list. Refuses with blame on the provider what is not signed by the
  /// mint, or whose auditor's word is about another list or by nobody whom `auditors` lets speak.
  func verified(
    mint: PublicKey, auditors: AuditorTrust, at time: Timestamp
  ) throws(Refusal) -> (keys: MintKeys, audit: MintKeysAudit) {
    let list = try VerifiedStatement<MintKeyList>(verifying: list, keys: KeySet([mint]))
    let word = try auditors.verify(audit, at: time).content
    guard word.mint == mint.thumbprint, word.number == list.content.number, word.list == list.digest else {
      throw Refusal(.untrusted, blame: .provider, "the auditor's word is about another key list than the mint shows")
    }
    return (MintKeys(list), word)
  }
}

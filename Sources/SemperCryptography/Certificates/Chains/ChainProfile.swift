public import SemperModel

/// What a certificate of a hierarchy is to say.
public struct ChainProfile: Sendable {
  /// An extension that a payment system defines.
  public struct PrivateExtension: Sendable, Hashable {
    public let name: OID
    public let isCritical: Bool
    /// The DER of its value.
    public let value: [UInt8]

    public init(_ name: OID, isCritical: Bool, _ value: DERElement) {
      self.name = name
      self.isCritical = isCritical
      self.value = value.encoded
    }

    init(_ name: OID, isCritical: Bool, bytes: [UInt8]) {
      self.name = name
      self.isCritical = isCritical
      value = bytes
    }
  }

  public var subject: ChainName
  public var key: ChainKey
  public var usage: ChainUsage
  /// For one that certifies: how many authorities may stand below it.
  public var depth: Int?
  public var notBefore: Timestamp
  public var notAfter: Timestamp
  public var extensions: [PrivateExtension]

  /// - Precondition: exactly a certifying key has a depth, and it is a signing key.
  public init(
    _ subject: ChainName, key: ChainKey, usage: ChainUsage, depth: Int? = nil, from notBefore: Timestamp,
    until notAfter: Timestamp, extensions: [PrivateExtension] = []
  ) {
    precondition((usage == .certifying) == (depth != nil))
    self.subject = subject
    self.key = key
    self.usage = usage
    self.depth = depth
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.extensions = extensions
  }
}

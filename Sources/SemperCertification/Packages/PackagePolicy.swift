public import SemperCryptography
public import SemperModel

/// What somebody demands of a package before it is taken for a seller's service.
public struct PackagePolicy: Sendable {
  /// The service that was asked for.
  public var service: Digest
  /// Keys of sellers that are known without a certificate.
  public var sellers: KeySet
  /// Roots (DER) under which sellers are certified. Never taken from the package.
  public var roots: [[UInt8]]
  /// The digests of the legal texts that the terms name, by language; `nil` where they name none.
  public var texts: [LanguageTag: Digest]?
  /// The moment at which certificates must be in force.
  public var time: Timestamp

  public init(
    service: Digest, sellers: KeySet = KeySet(), roots: [[UInt8]] = [], texts: [LanguageTag: Digest]? = nil,
    time: Timestamp
  ) {
    self.service = service
    self.sellers = sellers
    self.roots = roots
    self.texts = texts
    self.time = time
  }
}

public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A service as its seller publishes it and as it has come from somewhere: the signed terms, and the legal texts by language.
/// Read strictly and within limits; whose it is and whether it is the one that was asked for nobody has checked.
///
/// The digest of the terms is the service's identity, whoever hands the package on. Packages without the terms' own texts are
/// refused when they are verified.
public struct UnverifiedPackage: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  /// In bytes.
  public static let largest = 512 << 10

  public let terms: SignedStatement
  public let texts: [LanguageTag: LegalText]

  /// Refuses anything but terms, and more than 32 languages.
  public init(terms: SignedStatement, texts: [LanguageTag: LegalText] = [:]) throws(CodingError) {
    guard terms.kind == .terms else {
      throw CodingError(.outOfRange, "a package holds terms of business, not a “\(terms.kind.rawValue)”").inside(
        "terms")
    }
    guard texts.count <= LanguageTag.most else {
      throw CodingError(.tooMany, "there are at most \(LanguageTag.most) languages").inside("texts")
    }
    self.terms = terms
    self.texts = texts
  }

  /// From bytes off the wire. Refuses with blame on the peer: `tooLarge`, `malformed`.
  public init(bytes: [UInt8]) throws(Refusal) {
    guard bytes.count <= Self.largest else {
      throw Refusal(.tooLarge, blame: .peer, "a package has at most \(Self.largest) bytes; have the seller shorten it")
    }
    do {
      try self.init(canonicalBytes: bytes, limits: .statement(bytes: Self.largest))
    } catch {
      throw Refusal(.malformed, blame: .peer, "the package cannot be read: \(error); have the seller publish it anew")
    }
  }

  /// The service's identity: the digest of its terms.
  public var service: Digest { terms.digest }

  public var json: JSON {
    .fields(["terms": terms.json, "texts": LanguageTag.json(of: texts), "v": Self.version.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let terms: SignedStatement = try fields.value("terms")
    let written: JSON = try fields.value("texts")
    let version: Int = try fields.value("v")
    try fields.close()
    guard version == Self.version else {
      throw CodingError(.outOfRange, "a package of version \(version) is not known here").inside("v")
    }
    let texts: [LanguageTag: LegalText]
    do { texts = try LanguageTag.values(in: written) } catch { throw error.inside("texts") }
    try self.init(terms: terms, texts: texts)
  }
}

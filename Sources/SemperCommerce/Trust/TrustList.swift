public import SemperCoding
import SemperModel

/// Whom a home trusts to certify roles: the only input, beside a bundle, on which evidence is judged.
///
/// It is the file `trust.json`, written when a home begins and never taken from a peer or from a bundle.
public struct TrustList: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  static let mostRoots = 64

  public let roots: [TrustRoot]

  /// Refuses a list of no roots, of more than 64, or of one root twice.
  public init(_ roots: [TrustRoot]) throws(CodingError) {
    guard (1...Self.mostRoots).contains(roots.count), Set(roots.map(\.certificate)).count == roots.count else {
      throw CodingError(.outOfRange, "a trust list has 1 to \(Self.mostRoots) different roots")
    }
    self.roots = roots
  }

  public var json: JSON { .fields(["roots": roots.json, "v": Self.version.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let roots: [TrustRoot] = try fields.value("roots")
    let version: Int = try fields.value("v")
    try fields.close()
    guard version == Self.version else {
      throw CodingError(.outOfRange, "a trust list of version \(version) is not known here").inside("v")
    }
    try self.init(roots)
  }

  /// The certificates (DER), as a `CertificatePolicy` wants them.
  public var certificates: [[UInt8]] { roots.map(\.certificate) }
}

public import SemperCoding
import SemperCryptography
public import SemperModel

extension CanonicalValue {
  /// The digest by which statements name this value as a document: its canonical bytes under `DigestPurpose.document`.
  public var documentDigest: Digest { Digest(of: canonicalBytes, for: .document) }
}

public import SemperCoding
import SemperCryptography
public import SemperModel

/// As whom an authority has certified a carrier.
public struct CarrierIdentity: Hashable, Sendable {
  /// As dispatch notes have to name it.
  public let organisation: String
  public let key: Thumbprint

  init(chain: [[UInt8]]) throws {
    guard let leaf = chain.first else { throw ServerError(.certificate, "the carrier's certificate is missing") }
    let certificate = try RoleCertificate(der: leaf)
    organisation = certificate.subject.organisation
    key = certificate.key.thumbprint
  }

  public var json: JSON { .fields(["carrier": organisation.json, "key": key.json]) }
}

public import SemperCoding
public import SemperModel

/// The service that another one extends: its name, its version, and the digest of its text as its author wrote it.
public struct ServiceBase: Hashable, Sendable, CanonicalValue {
  public let service: String
  public let version: String
  public let digest: Digest

  public init(service: String, version: String, digest: Digest) {
    self.service = service
    self.version = version
    self.digest = digest
  }

  public var json: JSON { .fields(["digest": digest.json, "service": service.json, "version": version.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    digest = try fields.value("digest")
    service = try fields.value("service")
    version = try fields.value("version")
    try fields.close()
  }
}

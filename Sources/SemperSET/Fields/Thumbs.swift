public import SemperCoding
public import SemperCryptography
public import SemperModel

/// Which certificates the sender has already, so that the answer need not carry them.
public struct Thumbs: DERValue, Hashable {
  public let certificates: [SemperModel.Digest]

  public init(_ certificates: [SemperModel.Digest]) { self.certificates = certificates }

  public var der: DERElement {
    .sequence([
      AlgorithmIdentifier.sha256.der,
      certificates.isEmpty ? nil : DERElement.sequence(certificates.map(\.der)).explicit(0),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    let algorithm: AlgorithmIdentifier = try fields.value()
    certificates = try fields.optionalExplicit(0) ?? []
    try fields.close()
    guard algorithm == .sha256, certificates.count <= 64 else {
      throw CodingError(.outOfRange, "at most 64 certificates are named, by their SHA-256")
    }
  }
}

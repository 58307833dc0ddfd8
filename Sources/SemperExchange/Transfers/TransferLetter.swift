public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What travels to one recipient: the manifest, signed where origin shall not be denied, the key for this recipient where
/// the package is sealed, and the bytes.
public struct TransferLetter: Hashable, Sendable, CanonicalValue {
  static let largestBody = TransferPackage.largest + (64 << 10)
  public static let limits = DecodingLimits(bytes: 2 << 20, depth: 8, members: 1_000)

  public enum Manifest: Hashable, Sendable {
    /// Whom it is from, only the channel says.
    case plain(TransferManifest)
    case signed(SignedStatement)
  }

  public let manifest: Manifest
  public let envelope: ByteString?
  public let body: ByteString

  public init(manifest: Manifest, envelope: ByteString?, body: ByteString) {
    self.manifest = manifest
    self.envelope = envelope
    self.body = body
  }

  /// Who claims to have sent it. Verifies nothing.
  public var claimedSender: PublicKey? { content?.sender }
  /// Whether its manifest, which nothing has verified, asks for a receipt.
  public var asksReceipt: Bool { content?.asksReceipt ?? false }

  private var content: TransferManifest? {
    switch manifest {
    case .plain(let plain): plain
    case .signed(let signed): try? VerifiedStatement<TransferManifest>.content(of: signed)
    }
  }

  public var json: JSON {
    switch manifest {
    case .plain(let plain):
      .fields(["body": body.json, "envelope": envelope?.json, "manifest": plain.json])
    case .signed(let signed):
      .fields(["body": body.json, "envelope": envelope?.json, "signed": signed.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let plain: TransferManifest? = try fields.optional("manifest")
    let signed: SignedStatement? = try fields.optional("signed")
    envelope = try fields.optional("envelope")
    body = try fields.value("body")
    try fields.close()
    switch (plain, signed) {
    case (let plain?, nil): manifest = .plain(plain)
    case (nil, let signed?): manifest = .signed(signed)
    case (nil, nil), (_?, _?): throw CodingError(.wrongForm, "a letter has one manifest, plain or signed")
    }
    guard body.bytes.count <= Self.largestBody, (envelope?.bytes.count ?? 0) <= TransferEnvelope.largest else {
      throw CodingError(.tooLarge, "a letter is larger than a package can make it")
    }
  }
}

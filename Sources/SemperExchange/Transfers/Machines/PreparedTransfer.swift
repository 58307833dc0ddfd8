public import SemperCoding
import SemperCryptography
public import SemperModel

/// All letters of one transfer, ready to leave: they differ in the envelope only.
public struct PreparedTransfer: Hashable, Sendable, CanonicalValue {
  public let manifest: TransferLetter.Manifest
  /// For each recipient of the manifest in its order; empty where the package is not sealed.
  public let envelopes: [ByteString]
  public let body: ByteString

  public init(manifest: TransferLetter.Manifest, envelopes: [ByteString], body: ByteString) {
    self.manifest = manifest
    self.envelopes = envelopes
    self.body = body
  }

  /// The manifest. Our own, so nothing is verified.
  var content: TransferManifest {
    switch manifest {
    case .plain(let plain): plain
    case .signed(let signed): signed.journalled(as: TransferManifest.self)
    }
  }

  func letter(number: Int) -> TransferLetter {
    TransferLetter(
      manifest: manifest, envelope: envelopes.indices.contains(number) ? envelopes[number] : nil, body: body)
  }

  public var json: JSON {
    switch manifest {
    case .plain(let plain): .fields(["body": body.json, "envelopes": envelopes.json, "manifest": plain.json])
    case .signed(let signed): .fields(["body": body.json, "envelopes": envelopes.json, "signed": signed.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    body = try fields.value("body")
    envelopes = try fields.value("envelopes")
    let plain: TransferManifest? = try fields.optional("manifest")
    let signed: SignedStatement? = try fields.optional("signed")
    try fields.close()
    switch (plain, signed) {
    case (let plain?, nil): manifest = .plain(plain)
    case (nil, let signed?): manifest = .signed(signed)
    case (nil, nil), (_?, _?): throw CodingError(.wrongForm, "a transfer has one manifest, plain or signed")
    }
  }
}

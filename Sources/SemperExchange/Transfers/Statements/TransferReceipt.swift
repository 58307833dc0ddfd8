public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A recipient's word that it has received a package, opened as the manifest says: the token of delivery (NRD).
public struct TransferReceipt: StatementContent, Sendable {
  public static let kind = StatementKind.transferReceipt

  /// The digest of the manifest.
  public let transfer: Digest
  public let recipient: PublicKey
  /// Of the bytes as they travelled.
  public let package: Digest
  /// By the recipient's clock.
  public let received: Timestamp

  public init(transfer: Digest, recipient: PublicKey, package: Digest, received: Timestamp) {
    self.transfer = transfer
    self.recipient = recipient
    self.package = package
    self.received = received
  }

  public var signers: [Thumbprint] { [recipient.thumbprint] }
  public var introducedKeys: [PublicKey] { [recipient] }
  public var json: JSON {
    .fields([
      "iat": received.json, "package": package.json, "recipient": recipient.json, "transfer": transfer.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    package = try fields.value("package")
    received = try fields.value("iat")
    recipient = try fields.value("recipient")
    transfer = try fields.value("transfer")
    try fields.close()
  }
}

public import SemperCoding
import SemperCryptography
public import SemperModel

/// An account holder turns part of the balance into coins.
public struct MintWithdrawal: MintRequest {
  public static let kind = StatementKind.mintWithdraw

  public let header: RequestHeader
  /// The account's key.
  public let account: PublicKey
  public let outputs: [BlindedOutput]

  public init(_ header: RequestHeader, account: PublicKey, outputs: [BlindedOutput]) {
    self.header = header
    self.account = account
    self.outputs = outputs
  }

  public var signers: [Thumbprint] { [account.thumbprint] }
  public var introducedKeys: [PublicKey] { [account] }
  public var json: JSON { header.json(["account": account.json, "outputs": outputs.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    account = try fields.value("account")
    outputs = try fields.outputs(atLeast: 1)
    try fields.close()
  }
}

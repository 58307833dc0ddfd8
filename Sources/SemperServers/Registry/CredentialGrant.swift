import Foundation
public import SemperCoding
import SemperCommerce
public import SemperCommunication
public import SemperModel

/// What an issuer hands over, once, to who may have a credential issued: the document or the content of the certificate, the
/// issuer's key and address, and a token. Who holds the token has the credential issued, for whichever exchange.
public struct CredentialGrant: Hashable, Sendable, CanonicalValue {
  public let credential: GrantedCredential
  /// The key of the issuer, which keeps the registry too.
  public let issuer: PublicKey
  public let address: Address
  public let token: Nonce

  public init(credential: GrantedCredential, issuer: PublicKey, address: Address, token: Nonce) {
    self.credential = credential
    self.issuer = issuer
    self.address = address
    self.token = token
  }

  public static func read(_ path: String) throws(ServerError) -> CredentialGrant {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ServerError(.file, "\(path) cannot be read; take the grant from the issuer's home")
    }
    do {
      return try CredentialGrant(canonicalBytes: Array(data))
    } catch {
      throw ServerError(.file, "\(path) is no grant of an issuer: \(error)")
    }
  }

  /// The way to who has granted it.
  func line(over transport: any Transport) -> Correspondent {
    Correspondent(address, over: transport, largest: 64 << 10, patience: Span(seconds: 20))
  }

  public var json: JSON {
    .fields([
      "address": address.json, "certificate": credential.certificate, "document": credential.document,
      "issuer": issuer.json, "token": token.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    credential = try GrantedCredential(&fields)
    issuer = try fields.value("issuer")
    token = try fields.value("token")
    try fields.close()
  }
}

public import SemperCryptography
import SemperModel

/// A certificate with the key that opens what is sealed to it, and the certificates between it and the root.
public struct TransportIdentity: Sendable {
  public let certificate: [UInt8]
  public let issuers: [[UInt8]]
  public let key: TransportKey
  /// Those from before: what is sealed to one of them is opened too.
  let earlier: [Earlier]

  /// A certificate that was used before, with its key.
  struct Earlier: Sendable {
    let certificate: [UInt8]
    let key: TransportKey
  }

  public init(certificate: [UInt8], issuers: [[UInt8]], key: TransportKey) {
    self.init(certificate: certificate, issuers: issuers, key: key, earlier: [])
  }

  init(certificate: [UInt8], issuers: [[UInt8]], key: TransportKey, earlier: [Earlier]) {
    self.earlier = earlier
    self.certificate = certificate
    self.issuers = issuers
    self.key = key
  }

  var certificates: [[UInt8]] { [certificate] + earlier.map(\.certificate) }

  /// Opens an envelope that names our certificate and holds this type of content.
  func open(_ envelope: CMSEnvelope, _ type: OID) throws(SETRefusal) -> (content: [UInt8], more: [UInt8]) {
    let own = [Earlier(certificate: certificate, key: key)] + earlier
    guard let meant = own.first(where: { (try? IssuerAndSerial(of: $0.certificate)) == envelope.recipient }) else {
      throw SETRefusal(.recipient, "the message is sealed to another certificate; fetch the current one")
    }
    guard envelope.type == type else { throw SETRefusal(.contentType, "another type of content is sealed here") }
    do {
      return try envelope.open(with: meant.key)
    } catch {
      throw SETRefusal(.envelope, error.message)
    }
  }
}

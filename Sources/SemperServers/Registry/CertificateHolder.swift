import SemperCryptography
public import SemperModel

/// Of whom an issuer is to certify something: the subject of the certificate, and the key of its holder.
public struct CertificateHolder: Sendable {
  public let subject: HumanText
  public let key: PublicKey

  public init(subject: HumanText, key: PublicKey) {
    self.subject = subject
    self.key = key
  }

  /// What the certificate is going to say, for as long as it counts.
  func content(from start: Timestamp, for lifetime: Span) throws(ServerError) -> CertificateContent {
    do {
      return try CertificateContent(
        subject: subject, key: key, notBefore: start, notAfter: start.advanced(by: lifetime))
    } catch {
      throw ServerError(.options, "nothing can be certified of “\(subject.text)”: \(error)")
    }
  }
}

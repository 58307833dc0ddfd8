public import SemperCoding
public import SemperModel
import X509

/// What a conditional certificate says, apart from its condition: the document that is agreed on before there is an exchange.
///
/// The certificate's name is `CN=<subject>`; nothing else of the content stands anywhere else in it.
public struct CertificateContent: Hashable, Sendable, CanonicalValue {
  public static let longestSubject = 64

  /// What is certified of the holder of the key, such as a diploma: one line of at most 64 characters.
  public let subject: HumanText
  /// The holder's key.
  public let key: PublicKey
  public let notBefore: Timestamp
  public let notAfter: Timestamp

  /// Refuses a subject of several lines or more than 64 characters, a key that is not P-256, and a time that ends before it
  /// begins.
  public init(subject: HumanText, key: PublicKey, notBefore: Timestamp, notAfter: Timestamp) throws(CodingError) {
    guard (1...Self.longestSubject).contains(subject.text.unicodeScalars.count), !subject.text.contains("\n") else {
      throw CodingError(.tooLarge, "one line of 1 to \(Self.longestSubject) characters").inside("subject")
    }
    guard case .p256 = key else { throw CodingError(.outOfRange, "certificates are for P-256 keys").inside("key") }
    guard notBefore <= notAfter else { throw CodingError(.outOfRange, "its time ends before it begins") }
    self.subject = subject
    self.key = key
    self.notBefore = notBefore
    self.notAfter = notAfter
  }

  public var json: JSON {
    .fields(["from": notBefore.json, "key": key.json, "subject": subject.json, "until": notAfter.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      subject: fields.value("subject"), key: fields.value("key"), notBefore: fields.value("from"),
      notAfter: fields.value("until"))
    try fields.close()
  }
}

public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// An authority at work: answers each message of a registration. What it has asked and issued it remembers over restarts, and a
/// message that comes again gets the answer that it got.
public struct CertificateOffice: Sendable {
  /// Whom it certifies, and where it is written down who may be.
  public enum Subjects: Sendable {
    case cardholders(CardFile)
    /// Merchants or gateways, as the authority's certificate says.
    case others(AcquirerFile)
  }

  /// Challenge → when it was given out.
  private static let challenges = RecordTable("set_challenges")
  /// RRPID → digest of the message and the answer to it.
  private static let answers = RecordTable("set_registration_answers")

  private let desk: CertificateDesk
  private let subjects: Subjects
  private let records: any Records
  private let software: SWIdent

  public init(_ desk: CertificateDesk, _ subjects: Subjects, records: any Records, software: SWIdent) {
    self.desk = desk
    self.subjects = subjects
    self.records = records
    self.software = software
  }

  /// The answer to a message of an applicant; what is refused is answered with Error.
  public func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    do {
      return try await process(message, at: now)
    } catch let refusal as SETRefusal {
      var generator = SystemRandomNumberGenerator()
      return try ErrorWriting.error(
        refusal, to: message, by: desk.identity, software: software, using: &generator, at: now)
    }
  }

  func process(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    let wrapper = try MessageWrapper(message)
    guard let rrpid = wrapper.header.rrpid else { throw SETRefusal(.header, "a request has a name (RRPID)") }
    let digest = SemperModel.Digest(plain: message)
    if let kept = try await records.read({ try $0.value(rrpid.bytes, in: Self.answers) }) {
      return try Gateway.repeated(kept, digest)
    }
    let (challenge, answer) = try await decided(message, wrapper, at: now)
    let bytes = digest.bytes + answer
    let first = try await records.transact { transaction in
      if let challenge { try transaction.set(now.derBytes, for: challenge.bytes, in: Self.challenges) }
      return try transaction.insert(bytes, for: rrpid.bytes, in: Self.answers)
        ? bytes : try transaction.value(rrpid.bytes, in: Self.answers) ?? bytes
    }
    return try Gateway.repeated(first, digest)
  }

  private func decided(
    _ message: [UInt8], _ wrapper: MessageWrapper, at now: Timestamp
  ) async throws -> (Challenge?, [UInt8]) {
    var generator = SystemRandomNumberGenerator()
    switch (wrapper.message, subjects) {
    case (.cardCInitReq, .cardholders): return (nil, try desk.begin(message, software: software, at: now))
    case (.regFormReq, .cardholders):
      return try desk.form(message, software: software, using: &generator, at: now)
    case (.meAqCInitReq, .others):
      return try desk.beginAgreement(message, software: software, using: &generator, at: now)
    case (.certReq(let request), .cardholders(let cards)):
      let challenge = try await challenge(of: request)
      return (
        nil,
        try await desk.certify(
          message, challenge: challenge, cards: cards, records: records, software: software, using: &generator, at: now)
      )
    case (.certReq(let request), .others(let agreements)):
      let challenge = try await challenge(of: request)
      return (
        nil,
        try await desk.certify(
          message, challenge: challenge, agreements: agreements, records: records, software: software,
          using: &generator, at: now)
      )
    case (.certInqReq(let inquiry), .others): return (nil, try await told(message, inquiry, at: now))
    default: throw SETRefusal.unexpected(wrapper)
    }
  }

  /// The challenge that a request bears, if it was given out here.
  private func challenge(of request: CertReq) async throws -> Challenge {
    let (envelope, _) = try request.open(with: desk.transport)
    guard let claimed = try envelope.signed.claimed().authorityChallenge,
      try await records.read({ try $0.value(claimed.bytes, in: Self.challenges) }) != nil
    else { throw SETRefusal(.challenge, "the request bears no challenge of this authority; ask for the form again") }
    return claimed
  }

  /// CertInqReq → CertInqRes, with what was answered to the request that is meant.
  private func told(_ message: [UInt8], _ inquiry: Signed<CertInqReqData>, at now: Timestamp) async throws -> [UInt8] {
    let request = try inquiry.claimed().request
    let kept = try await records.read { try $0.value(request.bytes, in: Self.answers) }
    guard let kept,
      case .certRes(.signed(let signed)) = try MessageWrapper(Array(kept.dropFirst(SemperModel.Digest.size))).message,
      let thumbs = try signed.claimed().certificates
    else { throw SETRefusal(.rrpid, "no request of this name has been decided here; send the request itself") }
    let issued = thumbs.compactMap { thumb in signed.data.certificates.first { Thumb(of: $0) == thumb } }
    guard let first = issued.first, let certificate = try? ChainCertificate(der: first),
      case .signing(let key) = certificate.key
    else { throw SETRefusal(.rrpid, "no certificate was issued for this request") }
    return try desk.inquire(message, key: key, earlier: (request, issued), software: software, at: now)
  }
}

public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// The payment gateway: between merchants, who speak SET, and the bank's ledger. It alone sees card numbers; it never sees
/// what was ordered. Play money and test cards only.
///
/// A request is decided in one transaction under its name (RRPID): a repetition gets the same answer, another request under
/// the same name is refused. What was decided is kept before it is told, so a crash in between loses nothing.
///
/// About a card that another bank has issued, that bank is asked first (`IssuerLine`). The request is open meanwhile, durably, and
/// nothing else is decided about its purchases; `resume` goes on with what a crash has left open.
public struct Gateway: Sendable {
  /// What a gateway needs to know of itself.
  public struct Configuration: Sendable {
    public var trust: SETTrust
    /// Signs SET messages and, as the ledger, the words about locks.
    public var identity: SigningIdentity
    public var transport: TransportIdentity
    public var currency: Currency
    /// How long a merchant may wait with a capture. A lock has no such end: only a decision ends it.
    public var holdTime: Span
    public var software: SWIdent

    public init(
      trust: SETTrust, identity: SigningIdentity, transport: TransportIdentity, currency: Currency, holdTime: Span,
      software: SWIdent
    ) {
      self.trust = trust
      self.identity = identity
      self.transport = transport
      self.currency = currency
      self.holdTime = holdTime
      self.software = software
    }
  }

  package let configuration: Configuration
  package let cards: CardFile
  let records: any Records
  /// The way to the issuer of other banks' cards, where there is one.
  let issuer: (any IssuerLine)?

  public init(
    _ configuration: Configuration, cards: CardFile, records: any Records, issuer: (any IssuerLine)? = nil
  ) {
    self.issuer = issuer
    self.configuration = configuration
    self.cards = cards
    self.records = records
  }

  /// The ledger's name in the terms of locks.
  public var ledger: Thumbprint { configuration.identity.key.thumbprint }

  /// Agrees with a merchant on the account that its captures go to.
  public func enrol(_ merchant: MerchantID, account: Thumbprint) async throws {
    try await records.transact { transaction in
      try transaction.set(account.bytes, for: Array(merchant.text.utf8), in: GatewayTables.merchants)
    }
  }

  /// The answer to a message of a merchant; what is refused is answered with Error.
  public func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    do {
      return try await process(message, at: now)
    } catch let refusal as SETRefusal {
      var generator = SystemRandomNumberGenerator()
      return try ErrorWriting.error(
        refusal, to: message, by: configuration.identity, software: configuration.software, using: &generator, at: now)
    }
  }

  /// The answer, or the refusal itself.
  func process(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    let wrapper = try MessageWrapper(message)
    guard let rrpid = wrapper.header.rrpid else { throw SETRefusal(.header, "a request has a name (RRPID)") }
    let digest = wrapper.content
    if let kept = try await records.read({ try $0.value(rrpid.bytes, in: GatewayTables.answers) }) {
      return try Self.repeated(kept, digest)
    }
    // What was decided is told however late it is asked for again; only what is new has to be of this hour.
    let isNew = try await records.read {
      try $0.value(rrpid.bytes, in: GatewayTables.decisions) == nil
        && $0.value(rrpid.bytes, in: GatewayTables.open) == nil
    }
    if isNew { try wrapper.requireFresh(at: now) }
    let request = Request(wrapper: wrapper, rrpid: rrpid, digest: digest, now: now, isNew: isNew, message: message)
    let answer = MessageWrapper(
      MessageHeader(date: now, ids: wrapper.header.ids, rrpid: rrpid, software: configuration.software),
      try await decided(request))
    let bytes = digest.bytes + answer.derBytes
    let first = try await records.transact { transaction in
      if try transaction.insert(bytes, for: rrpid.bytes, in: GatewayTables.answers) { return bytes }
      return try transaction.value(rrpid.bytes, in: GatewayTables.answers) ?? bytes
    }
    return try Self.repeated(first, digest)
  }

  private func decided(_ request: Request) async throws -> SETMessage {
    switch request.wrapper.message {
    case .authReq(let message): try await approve(message, request)
    case .authRevReq(let message): try await void(message, request)
    case .capReq(let message): try await capture(message.content, request)
    case .capRevReq(let message): try await reverse(CaptureReversal.self, message.content, request)
    case .credReq(let message): try await reverse(Credit.self, message.content, request)
    case .credRevReq(let message): try await reverse(CreditReversal.self, message.content, request)
    case .inqReq(let message): try await inquire(message.content, request)
    case .pCertReq(let message): try certificates(message, request)
    case .batchAdminReq(let message): try await batch(message, request)
    default: throw SETRefusal.unexpected(request.wrapper)
    }
  }

  static func repeated(_ kept: [UInt8], _ digest: SemperModel.Digest) throws(SETRefusal) -> [UInt8] {
    guard Array(kept.prefix(SemperModel.Digest.size)) == digest.bytes else {
      throw SETRefusal(.rrpid, "the request's name was used for another request; draw a new one")
    }
    return Array(kept.dropFirst(SemperModel.Digest.size))
  }

  /// One request on its way through.
  struct Request: Sendable {
    let wrapper: MessageWrapper
    let rrpid: RRPID
    /// Of the message without its header (`MessageWrapper.content`).
    let digest: SemperModel.Digest
    let now: Timestamp
    /// Whether nothing has been decided under its name.
    let isNew: Bool
    let message: [UInt8]
  }

  // MARK: Opening and sealing

  /// What a merchant has sealed to us, and the merchant's two certificates.
  struct FromMerchant<Content: Sendable>: Sendable {
    let content: Content
    let merchant: SETCertificate
    let answers: SETCertificate
  }

  func open<Content: SETSealedContent, Baggage: DERValue>(
    _ message: SealedWithBaggage<Content, Baggage>, at now: Timestamp
  ) throws(SETRefusal) -> FromMerchant<Content> {
    let opened = try message.open(with: configuration.transport)
    let merchant = try configuration.trust.signer(of: opened.data, .merchant, at: now)
    let content = try message.content(opened, by: merchant)
    return FromMerchant(content: content, merchant: merchant, answers: try answers(opened.data, merchant, now))
  }

  func open<Content: SETSealedContent>(
    _ message: Sealed<Content>, at now: Timestamp
  ) throws(SETRefusal) -> FromMerchant<Content> {
    let opened = try message.open(with: configuration.transport)
    let merchant = try configuration.trust.signer(of: opened.data, .merchant, at: now)
    let content = try opened.content(by: merchant)
    return FromMerchant(content: content, merchant: merchant, answers: try answers(opened.data, merchant, now))
  }

  /// The certificate that the answer is sealed to: of the same merchant.
  private func answers(
    _ data: CMSSignedData, _ merchant: SETCertificate, _ now: Timestamp
  ) throws(SETRefusal) -> SETCertificate {
    for der in data.certificates {
      guard let read = try? ChainCertificate(der: der), read.usage == .transport else { continue }
      let found = try configuration.trust.certificate(der, among: data.certificates, .merchant, .transport, at: now)
      guard found.merchant?.merchant == merchant.merchant?.merchant else { continue }
      return found
    }
    throw SETRefusal(.recipient, "the merchant's certificate for the answer did not come along")
  }
}

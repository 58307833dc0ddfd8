public import SemperArchive
import SemperCoding
public import SemperCommunication
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A merchant's till for card payments.
public struct SETShopTill: PaymentPurse {
  public typealias Side = SETSide

  /// Agreement → what was approved: PInitRes, PReq, AuthReq, AuthRes and when.
  private static let approvals = RecordTable("set_till_approvals")

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.receive, .authorise, .refund, .capture, .void]
  public let faculties: PurseFaculties
  let desk: MerchantDesk
  let gateway: any CardLedger
  private let address: Address?
  private let records: any Records
  let time: any TimeSource
  private let locks: CardTill?

  /// - Parameters:
  ///   - bank: the acquirer's name, for people.
  ///   - address: where the merchant answers messages of SET about locks.
  ///   - faculties: what the acquirer's bank tells of the account.
  ///   - locks: takes money under locks, where it is taken so too.
  public init(
    _ id: PurseID, desk: MerchantDesk, gateway: any CardLedger, records: any Records, bank: String,
    address: Address? = nil, limits: PurseLimits, faculties: PurseFaculties = PurseFaculties(), locks: CardTill? = nil,
    time: any TimeSource
  ) {
    var faculties = faculties
    if let locks { faculties.lockingTill = locks }
    self.locks = locks
    self.address = address
    self.desk = desk
    self.gateway = gateway
    self.records = records
    self.faculties = faculties
    self.time = time
    descriptor = PurseDescriptor(
      id: id, scheme: SETCardPurse.scheme, paymentClass: .accountBased, brand: desk.trust.brand.text, bank: bank,
      provider: gateway.word.thumbprint, role: .receive, limits: limits,
      properties: SETCardPurse.properties(isLocking: faculties.lockingTill != nil, limits.currency))
  }

  /// Refuses (`lockMissing`) a deal that could last for longer than approvals can be read.
  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    guard request.demands.lockFor <= StoredMerchant.keeps else {
      throw Refusal(
        .lockMissing, blame: .us,
        "approvals of cards are read for \(StoredMerchant.keeps); the exchange needs \(request.demands.lockFor)")
    }
    return PaymentOption(
      of: descriptor, amount: request.amount,
      particulars: ByteString(SETPayee(merchant: desk.merchant, address: address).canonicalBytes))
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    throw Refusal(.notSupported, blame: .us, "a till receives; a card pays")
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    ByteString(SETParticulars(gateway: gateway.word).canonicalBytes)
  }

  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    guard let terms = opening.terms else { throw Refusal(.notSupported, blame: .us, "a till only receives") }
    let now = await time.now()
    do {
      return try await verdict(inquiry, opening, terms, at: now).canonicalBytes
    } catch let refusal as SETRefusal {
      // What the gateway says must not be taken for a refusal while it is not understood.
      guard inquiry.addressee == .device else { throw refusal }
      return SETVerdict.refused(refusal.refusal).canonicalBytes
    }
  }

  private func verdict(
    _ inquiry: Inquiry, _ opening: PaymentOpening, _ terms: PaymentTerms, at now: Timestamp
  ) async throws -> SETVerdict {
    var generator = SystemRandomNumberGenerator()
    let order = try AgreedOrder(terms)
    switch inquiry.name {
    case "open":
      let paper = try SETPaper(inquiry.request, of: 1)
      return .paper(SETPaper([try desk.open(paper.messages[0], order: order, using: &generator, at: now).1]))
    case "approve":
      let paper = try SETPaper(inquiry.request, of: 2)
      let open = try OpenOrder(paper.messages[0], of: order)
      let received = try desk.receive(paper.messages[1], for: open, at: now)
      let message = try desk.authorise(
        received, captureNow: Self.capturesNow(opening), using: &generator, at: now
      ).1
      return .paper(SETPaper(paper.messages + [message], at: now))
    case "approval": return try await approval(SETPaper(inquiry.request, of: 3), opening, terms, at: now)
    case "write": return .paper(SETPaper([try await write(opening, terms, at: now)]))
    default: return try await self.order(SETPaper(inquiry.request, of: 1), opening, terms, at: now)
    }
  }

  static func capturesNow(_ opening: PaymentOpening) -> Bool { opening.task.kind == .receive }

  private func approval(
    _ paper: SETPaper, _ opening: PaymentOpening, _ terms: PaymentTerms, at now: Timestamp
  ) async throws -> SETVerdict {
    let words = SETWords(gateway: gateway.word)
    let answer = try await gateway.answer(paper.messages[2], at: now)
    if let proof = try error(answer, to: paper.messages[2]) {
      return .concluded(.refused(Refusal(.notAsOffered, blame: .provider, "the gateway refused it"), [proof]), nil)
    }
    let whole = SETPaper(paper.messages + [answer], at: paper.time)
    let approval = try desk.approval(from: whole, captureNow: Self.capturesNow(opening), terms)
    guard case .authRes(let message) = try MessageWrapper(answer).message else {
      throw SETRefusal(.supported, "the gateway answered with something else")
    }
    let proof = words.approval(try message.content.open(with: desk.transport).data)
    let conclusion = try words.read(proof).conclusion(of: terms.amount, under: terms, proof)
    let (place, bytes) = (terms.agreement.bytes, whole.canonicalBytes)
    try await records.transact { _ = try $0.insert(bytes, for: place, in: Self.approvals) }
    let result = try desk.result(approval.asked.received, PurchaseRecord(approval), at: now)
    return .concluded(conclusion, SETPaper([result, proof.canonicalBytes]))
  }

  /// What was approved of the payment that an operation follows on.
  func approved(before task: PaymentTask, _ terms: PaymentTerms) async throws -> Approval {
    guard case .refund(let before, _) = task, let lock = before.lock else { return try await approved(terms) }
    guard let locks else { throw Refusal(.unknownLock, blame: .us, "this till takes no locks") }
    return try await locks.approval(of: lock)
  }

  /// What was approved of an agreed payment, as it was kept.
  private func approved(_ terms: PaymentTerms) async throws -> Approval {
    let kept = try await records.read { try $0.value(terms.agreement.bytes, in: Self.approvals) }
    guard let kept else { throw Refusal(.unknownPayment, blame: .us, "this till has no approval of this payment") }
    return try desk.approval(from: SETPaper(canonicalBytes: kept), captureNow: true, terms)
  }

  /// An Error of the gateway's own about what it was sent, as proof that it will not do it.
  func error(_ answer: [UInt8], to request: [UInt8]) throws(SETRefusal) -> PaymentProof? {
    guard case .error(let error) = try MessageWrapper(answer).message, case .signed(let signed) = error,
      try error.content(about: request, by: gateway.word) != nil
    else { return nil }
    return SETWords(gateway: gateway.word).error(signed.data)
  }
}

extension MerchantDesk {
  /// Reads an approval from the messages that led to it: PInitRes, PReq, AuthReq, AuthRes.
  func approval(from paper: SETPaper, captureNow: Bool, _ terms: PaymentTerms) throws -> Approval {
    guard let time = paper.time, paper.messages.count == 4 else {
      throw Refusal(.malformed, blame: .us, "what was kept of an approval is not whole")
    }
    let open = try OpenOrder(paper.messages[0], of: AgreedOrder(terms))
    let received = try receive(paper.messages[1], for: open, at: time)
    let asked = try ApprovalAsked(paper.messages[2], for: received, captureNow: captureNow)
    return try approval(paper.messages[3], to: asked, at: time)
  }
}

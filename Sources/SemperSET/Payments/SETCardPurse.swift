import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A card as a means of payment.
public struct SETCardPurse: PaymentPurse {
  public typealias Side = SETSide

  public static let scheme = SchemeID("set", 2)

  public let descriptor: PurseDescriptor
  public let tasks: Set<PaymentTask.Kind> = [.pay, .takeRefund]
  public let faculties: PurseFaculties
  private let desk: CardholderDesk
  private let gateway: any CardLedger
  private let time: any TimeSource

  /// - Parameters:
  ///   - bank: the issuer's name, for people.
  ///   - faculties: what the issuer's bank tells of the account, and the card as purse of locks.
  public init(
    _ id: PurseID, desk: CardholderDesk, gateway: any CardLedger, bank: String, limits: PurseLimits,
    faculties: PurseFaculties = PurseFaculties(), expires: Timestamp? = nil, time: any TimeSource
  ) {
    self.desk = desk
    self.gateway = gateway
    self.faculties = faculties
    self.time = time
    descriptor = PurseDescriptor(
      id: id, scheme: Self.scheme, paymentClass: .accountBased, brand: desk.trust.brand.text, bank: bank,
      provider: gateway.word.thumbprint, role: .pay, limits: limits,
      properties: Self.properties(isLocking: faculties.lockingPurse != nil, limits.currency), expires: expires)
  }

  static func properties(isLocking: Bool, _ currency: Currency) -> PaymentProperties {
    PaymentProperties(
      payerAnonymity: .pseudonym, isPayeeIdentified: true, finality: .immediate, lock: isLocking ? .record : .none,
      checksOffline: false, refund: .payee, cost: .zero(currency), expected: Span(seconds: 10))
  }

  public func option(for request: PaymentRequest) async throws -> PaymentOption {
    throw Refusal(.notSupported, blame: .us, "a card pays; a till receives")
  }

  public func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    _ = try SETPayee(option)
    if let balance = try await faculties.bankBalance?().available, balance.minorUnits < amount.minorUnits {
      throw Refusal(.insufficientFunds, blame: .us, "the account holds \(balance), the payment takes \(amount)")
    }
    return PaymentFit(cost: descriptor.properties.cost)
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString {
    ByteString(SETParticulars(gateway: gateway.word).canonicalBytes)
  }

  public func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    guard let terms = opening.terms else { throw Refusal(.notSupported, blame: .us, "a card only pays") }
    let now = await time.now()
    var generator = SystemRandomNumberGenerator()
    let order = try AgreedOrder(terms)
    do {
      switch inquiry.name {
      case "begin": return SETPaper([try desk.begin(order, using: &generator, at: now).1]).canonicalBytes
      case "buy":
        let paper = try SETPaper(inquiry.request, of: 2)
        let begun = try PurchaseBegun(paper.messages[0], of: order)
        let offered = try desk.offer(paper.messages[1], to: begun, at: now)
        let message = try desk.purchase(offered, using: &generator, at: now).1
        return SETVerdict.paper(SETPaper([message])).canonicalBytes
      case "result": return try result(inquiry.request, order, terms, at: now).canonicalBytes
      default: return try await standing(inquiry.request, order, terms, at: now).canonicalBytes
      }
    } catch let refusal as SETRefusal {
      // What the gateway says must not be taken for a refusal while it is not understood.
      guard inquiry.addressee == .device else { throw refusal }
      return SETVerdict.refused(refusal.refusal).canonicalBytes
    }
  }

  /// PRes with the gateway's own answer: both have to be good.
  private func result(
    _ request: [UInt8], _ order: AgreedOrder, _ terms: PaymentTerms, at now: Timestamp
  ) throws -> SETVerdict {
    let paper = try SETPaper(request, of: 3)
    do {
      let sent = try PurchaseSent(paper.messages[0], of: order)
      _ = try desk.result(paper.messages[1], to: sent, at: now)
      let proof = try PaymentProof(canonicalBytes: paper.messages[2])
      let word = try SETWords(gateway: gateway.word).read(proof)
      return .concluded(try word.conclusion(of: terms.amount, under: terms, proof), nil)
    } catch let refusal as Refusal {
      return .refused(refusal)
    } catch let error as CodingError {
      return .refused(Refusal(.malformed, blame: .peer, "the merchant's answer cannot be read: \(error)"))
    }
  }

  /// The gateway's word on the purchase. One that it has not got by now it will never take.
  private func standing(
    _ request: [UInt8], _ order: AgreedOrder, _ terms: PaymentTerms, at now: Timestamp
  ) async throws -> SETVerdict {
    var generator = SystemRandomNumberGenerator()
    let sent = try PurchaseSent(SETPaper(request, of: 1).messages[0], of: order)
    let (inquiry, message) = try desk.inquire(sent, using: &generator, at: now)
    let signed = try desk.standing(try await gateway.answer(message, at: now), to: inquiry, by: gateway.word)
    let words = SETWords(gateway: gateway.word)
    let proof = words.standing(signed)
    return .concluded(try words.read(proof).conclusion(of: terms.amount, under: terms, proof), nil)
  }
}

extension CardholderDesk {
  /// Judges the gateway's answer to an inquiry: signed by it, about this transaction, to this question.
  func standing(_ answer: [UInt8], to inquiry: PurchaseInquiry, by gateway: PublicKey) throws(SETRefusal)
    -> CMSSignedData
  {
    let wrapper = try MessageWrapper(answer)
    guard case .inqRes(let signed) = wrapper.message else { throw .unexpected(wrapper) }
    let content = try signed.content(byKey: gateway)
    guard content.rrpid == inquiry.rrpid else { throw SETRefusal(.rrpid, "the answer belongs to another request") }
    guard content.challenge == inquiry.challenge else {
      throw SETRefusal(.challenge, "the answer does not bear our challenge; it may be an old one")
    }
    guard content.transaction == inquiry.sent.transaction else {
      throw SETRefusal(.transaction, "the answer is about another transaction")
    }
    return signed.data
  }
}

public import SemperCoding
public import SemperCryptography

/// One message of SET. The numbers are those of SET's CHOICE; what profile 2 has not is not there and is refused.
public enum SETMessage: DERValue {
  case pInitReq(PInitReq)
  case pInitRes(Signed<PInitResData>)
  case pReq(Alternative<First, PReqDualSigned>)
  case pRes(Signed<PResData>)
  case inqReq(Alternative<First, Signed<InqReqData>>)
  case inqRes(Signed<PResData>)
  case authReq(SealedWithBaggage<AuthReqData, PI>)
  case authRes(Alternative<First, SealedWithBaggage<AuthResData, AuthResBaggage>>)
  case authRevReq(SealedWithBaggage<AuthRevReqData, TokenBaggage>)
  case authRevRes(Alternative<First, SealedWithBaggage<AuthRevResData, TokenBaggage>>)
  case capReq(Alternative<First, SealedWithBaggage<CapReqData, [CapToken]>>)
  case capRes(Sealed<CapResData>)
  case capRevReq(ReversalReq<CaptureReversal>)
  case capRevRes(ReversalRes<CaptureReversal>)
  case credReq(ReversalReq<Credit>)
  case credRes(ReversalRes<Credit>)
  case credRevReq(ReversalReq<CreditReversal>)
  case credRevRes(ReversalRes<CreditReversal>)
  case pCertReq(Signed<PCertReqData>)
  case pCertRes(Signed<PCertResData>)
  case batchAdminReq(Sealed<BatchAdminReqData>)
  case batchAdminRes(Sealed<BatchAdminResData>)
  case cardCInitReq(CardCInitReq)
  case cardCInitRes(Signed<CardCInitResData>)
  case meAqCInitReq(MeAqCInitReq)
  case meAqCInitRes(Signed<MeAqCInitResData>)
  case regFormReq(ExtraStrong<RegFormReqData, PANOnly>)
  case regFormRes(Signed<RegFormResData>)
  case certReq(CertReq)
  case certRes(CertRes)
  case certInqReq(Signed<CertInqReqData>)
  case certInqRes(CertRes)
  case error(ErrorMessage)

  /// The number of the alternative and what it holds.
  private var alternative: (number: Int, content: DERElement) {
    switch self {
    case .pInitReq(let message): (0, message.der)
    case .pInitRes(let message): (1, message.der)
    case .pReq(let message): (2, message.der)
    case .pRes(let message): (3, message.der)
    case .inqReq(let message): (4, message.der)
    case .inqRes(let message): (5, message.der)
    case .authReq(let message): (6, message.der)
    case .authRes(let message): (7, message.der)
    case .authRevReq(let message): (8, message.der)
    case .authRevRes(let message): (9, message.der)
    case .capReq(let message): (10, message.der)
    case .capRes(let message): (11, message.der)
    case .capRevReq(let message): (12, message.der)
    case .capRevRes(let message): (13, message.der)
    case .credReq(let message): (14, message.der)
    case .credRes(let message): (15, message.der)
    case .credRevReq(let message): (16, message.der)
    case .credRevRes(let message): (17, message.der)
    case .pCertReq(let message): (18, message.der)
    case .pCertRes(let message): (19, message.der)
    case .batchAdminReq(let message): (20, message.der)
    case .batchAdminRes(let message): (21, message.der)
    case .cardCInitReq(let message): (22, message.der)
    case .cardCInitRes(let message): (23, message.der)
    case .meAqCInitReq(let message): (24, message.der)
    case .meAqCInitRes(let message): (25, message.der)
    case .regFormReq(let message): (26, message.der)
    case .regFormRes(let message): (27, message.der)
    case .certReq(let message): (28, message.der)
    case .certRes(let message): (29, message.der)
    case .certInqReq(let message): (30, message.der)
    case .certInqRes(let message): (31, message.der)
    case .error(let message): (999, message.der)
    }
  }

  public var der: DERElement {
    let (number, content) = alternative
    return content.explicit(number)
  }

  public init(der: DERElement) throws(CodingError) {
    guard case .constructed(let inner) = der.content, inner.count == 1 else {
      throw CodingError(.wrongType, "a message is one alternative of a choice")
    }
    let content = inner[0]
    switch der.tag {
    case .context(0): self = .pInitReq(try PInitReq(der: content))
    case .context(1): self = .pInitRes(try Signed<PInitResData>(der: content))
    case .context(2): self = .pReq(try Alternative<First, PReqDualSigned>(der: content))
    case .context(3): self = .pRes(try Signed<PResData>(der: content))
    case .context(4): self = .inqReq(try Alternative<First, Signed<InqReqData>>(der: content))
    case .context(5): self = .inqRes(try Signed<PResData>(der: content))
    case .context(6): self = .authReq(try SealedWithBaggage<AuthReqData, PI>(der: content))
    case .context(7):
      self = .authRes(try Alternative<First, SealedWithBaggage<AuthResData, AuthResBaggage>>(der: content))
    case .context(8): self = .authRevReq(try SealedWithBaggage<AuthRevReqData, TokenBaggage>(der: content))
    case .context(9):
      self = .authRevRes(try Alternative<First, SealedWithBaggage<AuthRevResData, TokenBaggage>>(der: content))
    case .context(10): self = .capReq(try Alternative<First, SealedWithBaggage<CapReqData, [CapToken]>>(der: content))
    case .context(11): self = .capRes(try Sealed<CapResData>(der: content))
    case .context(12): self = .capRevReq(try ReversalReq<CaptureReversal>(der: content))
    case .context(13): self = .capRevRes(try ReversalRes<CaptureReversal>(der: content))
    case .context(14): self = .credReq(try ReversalReq<Credit>(der: content))
    case .context(15): self = .credRes(try ReversalRes<Credit>(der: content))
    case .context(16): self = .credRevReq(try ReversalReq<CreditReversal>(der: content))
    case .context(17): self = .credRevRes(try ReversalRes<CreditReversal>(der: content))
    case .context(18): self = .pCertReq(try Signed<PCertReqData>(der: content))
    case .context(19): self = .pCertRes(try Signed<PCertResData>(der: content))
    case .context(20): self = .batchAdminReq(try Sealed<BatchAdminReqData>(der: content))
    case .context(21): self = .batchAdminRes(try Sealed<BatchAdminResData>(der: content))
    case .context(22): self = .cardCInitReq(try CardCInitReq(der: content))
    case .context(23): self = .cardCInitRes(try Signed<CardCInitResData>(der: content))
    case .context(24): self = .meAqCInitReq(try MeAqCInitReq(der: content))
    case .context(25): self = .meAqCInitRes(try Signed<MeAqCInitResData>(der: content))
    case .context(26): self = .regFormReq(try ExtraStrong<RegFormReqData, PANOnly>(der: content))
    case .context(27): self = .regFormRes(try Signed<RegFormResData>(der: content))
    case .context(28): self = .certReq(try CertReq(der: content))
    case .context(29): self = .certRes(try CertRes(der: content))
    case .context(30): self = .certInqReq(try Signed<CertInqReqData>(der: content))
    case .context(31): self = .certInqRes(try CertRes(der: content))
    case .context(999): self = .error(try ErrorMessage(der: content))
    default: throw CodingError(.unknownMember, "this message is not part of profile 2")
    }
  }

  /// The name that SET gives the message.
  public var name: String {
    switch self {
    case .pInitReq: "PInitReq"
    case .pInitRes: "PInitRes"
    case .pReq: "PReq"
    case .pRes: "PRes"
    case .inqReq: "InqReq"
    case .inqRes: "InqRes"
    case .authReq: "AuthReq"
    case .authRes: "AuthRes"
    case .authRevReq: "AuthRevReq"
    case .authRevRes: "AuthRevRes"
    case .capReq: "CapReq"
    case .capRes: "CapRes"
    case .capRevReq: "CapRevReq"
    case .capRevRes: "CapRevRes"
    case .credReq: "CredReq"
    case .credRes: "CredRes"
    case .credRevReq: "CredRevReq"
    case .credRevRes: "CredRevRes"
    case .pCertReq: "PCertReq"
    case .pCertRes: "PCertRes"
    case .batchAdminReq: "BatchAdminReq"
    case .batchAdminRes: "BatchAdminRes"
    case .cardCInitReq: "CardCInitReq"
    case .cardCInitRes: "CardCInitRes"
    case .meAqCInitReq: "Me-AqCInitReq"
    case .meAqCInitRes: "Me-AqCInitRes"
    case .regFormReq: "RegFormReq"
    case .regFormRes: "RegFormRes"
    case .certReq: "CertReq"
    case .certRes: "CertRes"
    case .certInqReq: "CertInqReq"
    case .certInqRes: "CertInqRes"
    case .error: "Error"
    }
  }
}

public import SemperCryptography

/// The payment instructions as the merchant passes them on: always signed in profile 2.
public typealias PI = Alternative<Second, PIDualSigned>
/// A token that the gateway sealed to itself.
public typealias CapToken = Sealed<CapTokenData>
/// A request about captured money, with the tokens of the approvals.
public typealias ReversalReq<Kind: ReversalKind> = Alternative<
  First, SealedWithBaggage<ReversalReqData<Kind>, [CapToken]>
>
/// The answer to it.
public typealias ReversalRes<Kind: ReversalKind> = Sealed<ReversalResData<Kind>>
/// The request for a certificate, with the card or account in the RSA block.
public typealias CertReq = ExtraStrong<CertReqTBE, AcctInfo>

public import SemperCoding
public import SemperCryptography

/// The answer to a request for a certificate: to a cardholder under the key that it sent, to others signed only.
public enum CertRes: DERValue, Hashable {
  case sealed(KeyedAnswer<CertResData>)
  case signed(Signed<CertResData>)

  public var der: DERElement {
    switch self {
    case .sealed(let answer): answer.der.explicit(0)
    case .signed(let answer): answer.der.explicit(1)
    }
  }

  public init(der: DERElement) throws(CodingError) {
    if der.tag == .context(0) {
      self = .sealed(try Alternative<First, KeyedAnswer<CertResData>>(der: der).content)
    } else {
      self = .signed(try Alternative<Second, Signed<CertResData>>(der: der).content)
    }
  }
}

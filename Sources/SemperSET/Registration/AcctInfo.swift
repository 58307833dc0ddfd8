public import SemperCoding
public import SemperCryptography

/// Who wants a certificate, as the RSA block of the request says it: a card, or an account with an acquirer.
public enum AcctInfo: DERValue, Hashable {
  case card(PANData0)
  case account(AcctData)

  public var der: DERElement {
    switch self {
    case .card(let data): data.der.explicit(0)
    case .account(let data): data.der.explicit(1)
    }
  }

  public init(der: DERElement) throws(CodingError) {
    if der.tag == .context(0) {
      self = .card(try Alternative<First, PANData0>(der: der).content)
    } else {
      self = .account(try Alternative<Second, AcctData>(der: der).content)
    }
  }
}

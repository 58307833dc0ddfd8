public import SemperCoding
public import SemperCryptography

/// The Error message: signed by who has a certificate.
public enum ErrorMessage: DERValue, Hashable {
  case signed(Signed<ErrorData>)
  case unsigned(ErrorData)

  public var der: DERElement {
    switch self {
    case .signed(let error): error.der.explicit(0)
    case .unsigned(let error): error.der.explicit(1)
    }
  }

  public init(der: DERElement) throws(CodingError) {
    if der.tag == .context(0) {
      self = .signed(try Alternative<First, Signed<ErrorData>>(der: der).content)
    } else {
      self = .unsigned(try Alternative<Second, ErrorData>(der: der).content)
    }
  }

  /// What is said, whoever says it: an error moves nothing, it only ends the waiting.
  package var data: ErrorData? {
    switch self {
    case .signed(let error): try? error.claimed()
    case .unsigned(let data): data
    }
  }
}

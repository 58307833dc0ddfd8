public import SemperCoding
public import SemperCryptography
import SemperModel

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

  /// What the gateway says for good about the very bytes that it was sent; `nil` where nobody has signed it, or where it may still do it.
  ///
  /// Refuses (`rrpid`) what it says about others: whoever carries the messages may show an old Error, or change a message so that it is
  /// refused, while what was sent was carried out, or will be.
  func content(about request: [UInt8], by gateway: PublicKey) throws(SETRefusal) -> ErrorData? {
    guard case .signed(let error) = self else { return nil }
    let data = try error.content(byKey: gateway)
    guard data.request == Digest(plain: request) else {
      throw SETRefusal(.rrpid, blame: .undetermined, "the gateway's Error is about another message")
    }
    return data.code.isFinal ? data : nil
  }
}

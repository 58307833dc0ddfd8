/// Why a gateway cannot say how a request ended.
public enum CardGatewayError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Nobody has answered; money may have moved. Ask again later.
  case inDoubt
  /// So many requests have no end yet, so totals mean nothing.
  case unfinished(Int)
  /// Totals are being compared with the issuer. Nothing else is begun meanwhile: it would count on one side only.
  case reconciling

  public var description: String {
    switch self {
    case .inDoubt: "the issuer has not answered; the request stays open, ask again later"
    case .unfinished(let count): "\(count) requests have no answer yet; recover them before reconciling"
    case .reconciling: "totals are being compared with the issuer; recover that, or ask again"
    }
  }
}
